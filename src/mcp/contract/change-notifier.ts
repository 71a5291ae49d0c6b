/**
 * Announces changes to every connected client that can hear them, on every transport and in both protocol eras.
 *
 * Inject it into any provider. Announcing is cheap when nobody listens.
 */
export abstract class ChangeNotifier {
  /** The list of tools has changed: `notifications/tools/list_changed`. */
  abstract toolsChanged(): void;
  /** The list of prompts has changed: `notifications/prompts/list_changed`. */
  abstract promptsChanged(): void;
  /** The list of resources has changed: `notifications/resources/list_changed`. */
  abstract resourcesChanged(): void;
  /** The content of one resource has changed: `notifications/resources/updated`, to those who subscribed to it. */
  abstract resourceUpdated(uri: string): void;
}
