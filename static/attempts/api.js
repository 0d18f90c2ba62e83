// The calls of a sitting. An answer always comes back as an object; status 0 means that nobody answered.

const TIMEOUT_MS = 10000;
const TOKEN_HEADER = "X-Attempt-Token";

export class Api {
  #address;
  #vault;

  constructor(address, vault) {
    this.#address = address;
    this.#vault = vault;
  }

  // The paper and what is stored. Where the token is not good (any more) the login speaks.
  async open() {
    let answer = await this.#call("GET", "");
    if (answer.status === 401 && this.#vault.token()) {
      this.#vault.dropToken();
      answer = await this.#call("GET", "");
    }
    if (answer.body.attempt_token) this.#vault.keepToken(answer.body.attempt_token);
    return answer;
  }

  // How the clock stands, and what was decided about it.
  clock() {
    return this.#call("GET", "/clock");
  }

  save(state) {
    return this.#call("PUT", "/answers", state);
  }

  submit(state) {
    return this.#call("POST", "/submission", state);
  }

  // `keepalive` lets a save end even while the page is being left.
  async #call(method, path, body) {
    const headers = { Accept: "application/json" };
    const token = this.#vault.token();
    if (token) headers[TOKEN_HEADER] = token;
    if (body) headers["Content-Type"] = "application/json";
    const sentAt = performance.now();
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(this.#address + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        keepalive: method !== "GET",
        cache: "no-store",
        signal: patience.signal,
      });
      const content = await response.json().catch(() => null);
      return answerOf(response, content, sentAt);
    } catch {
      return { status: 0, code: "", body: {}, waitMs: 0, sentAt, heardAt: performance.now() };
    } finally {
      clearTimeout(timer);
    }
  }
}

// Something that is no JSON did not come from the product (a captive portal, a proxy): as good as no answer.
function answerOf(response, content, sentAt) {
  const heardAt = performance.now();
  const status = content === null && response.status < 500 ? 0 : response.status;
  const waitMs = Math.max(0, Number(response.headers.get("Retry-After")) || 0) * 1000;
  return { status, code: content?.error?.code ?? "", body: content ?? {}, waitMs, sentAt, heardAt };
}
