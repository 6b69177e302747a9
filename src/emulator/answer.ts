/** A request, apart from HTTP. */
export interface Call {
  readonly method: string;
  /** Below the base URL, without query: `/team`. */
  readonly path: string;
  /** The Authorization header. */
  readonly authorization: string | undefined;
  /** The body. */
  readonly text: string;
}

/** An answer, apart from HTTP: `text` is JSON. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, text: JSON.stringify(body) };
}

/** A refusal in the documented field; most are 200, as only that status is documented. */
export function refused(status: number, message: string): Answer {
  return { status, text: JSON.stringify({ Error: message }) };
}
