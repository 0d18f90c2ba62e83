// What this device keeps of an attempt: its token as long as the tab lives, and unsent answers until they are stored.
// Nothing else is ever kept. Browsers that forbid storage lose only the comfort.

export class Vault {
  #tokenKey;
  #outboxKey;

  constructor(attemptId) {
    this.#tokenKey = `sen:token:${attemptId}`;
    this.#outboxKey = `sen:outbox:${attemptId}`;
  }

  token() {
    return attempt(() => sessionStorage.getItem(this.#tokenKey));
  }

  keepToken(token) {
    attempt(() => sessionStorage.setItem(this.#tokenKey, token));
  }

  dropToken() {
    attempt(() => sessionStorage.removeItem(this.#tokenKey));
  }

  // Changes not yet acknowledged: [[position, option ids], …]
  unsent() {
    return attempt(() => JSON.parse(localStorage.getItem(this.#outboxKey) ?? "[]")) ?? [];
  }

  // Whether the device really holds them.
  keepUnsent(changes) {
    if (changes.length === 0) return attempt(() => localStorage.removeItem(this.#outboxKey) ?? true) === true;
    return attempt(() => localStorage.setItem(this.#outboxKey, JSON.stringify(changes)) ?? true) === true;
  }

  clear() {
    this.dropToken();
    this.keepUnsent([]);
  }
}

function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
