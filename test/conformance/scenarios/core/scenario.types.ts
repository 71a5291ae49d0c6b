/** Asserts one rule; throws where it is broken. */
export type Check<Session> = (session: Session) => Promise<void>;

/** The checks of a scenario, by the id that the official suite gives them where it has them. */
export type Scenario<Session> = Readonly<Record<string, Check<Session>>>;

/** Scenarios by the name that the official suite gives them. */
export type ScenarioTable<Session> = Readonly<Record<string, Scenario<Session>>>;

/** What is not run over a transport because of the protocol, with the reason. */
export interface Difference {
  readonly scenario: string;
  /** Ids of checks; without them the whole scenario. */
  readonly checks?: readonly string[];
  readonly reason: string;
}

export interface CheckOutcome {
  readonly id: string;
  readonly passed: boolean;
  readonly error?: string;
}

export interface ScenarioOutcome {
  readonly scenario: string;
  readonly checks: readonly CheckOutcome[];
}

export interface LegOutcome {
  readonly transport: string;
  readonly revision: string;
  readonly client: string;
  readonly milliseconds: number;
  readonly scenarios: readonly ScenarioOutcome[];
  readonly differences: readonly Difference[];
}
