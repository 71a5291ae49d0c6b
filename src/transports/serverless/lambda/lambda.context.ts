/** What is used of the context that Lambda gives a handler. */
export interface LambdaContext {
  getRemainingTimeInMillis?(): number;
}

/** This much before Lambda ends the function its calls are over, so that their answer still gets out. */
const CALL_MARGIN_MS = 500;

/** This much before the end the function answers by itself, whatever is still running. */
const ANSWER_MARGIN_MS = 200;

/** Where that is too much, these shares of what is left. */
const CALL_SHARE = 0.5;
const ANSWER_SHARE = 0.8;

/** The share of what is left that an answer may wait for the audit. */
const AUDIT_SHARE = 0.5;

export interface TimeLeft {
  /** For calls. */
  readonly callsMs: number;
  /** Until something has to be answered. */
  readonly answerMs: number;
  /** For the audit, when something is answered. */
  readonly auditMs: number;
}

/** How the time that Lambda leaves is used; `Infinity` where it does not say. */
export function timeLeft(context: LambdaContext | undefined): TimeLeft {
  const remaining = context?.getRemainingTimeInMillis?.() ?? Infinity;
  return {
    callsMs: Math.max(remaining - CALL_MARGIN_MS, remaining * CALL_SHARE),
    answerMs: Math.max(remaining - ANSWER_MARGIN_MS, remaining * ANSWER_SHARE),
    auditMs: remaining * AUDIT_SHARE,
  };
}
