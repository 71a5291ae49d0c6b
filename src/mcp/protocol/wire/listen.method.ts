/** The method whose answer stays open by nature: nobody waits for its end (2026-07-28, basic/subscriptions). */
export const LISTEN_METHOD = 'subscriptions/listen';
