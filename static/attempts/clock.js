// The server's clock, as known here. Counted on with the monotonic clock of the browser, so that the clock of the
// device plays no part: it may be wrong, and may be set while the paper is open.

const SUSPICIOUS_MS = 1500;

export class ServerClock {
  #base = null;
  #heardAt = 0;
  #wall = 0;
  #trip = Infinity;

  // Learn from an answer: the server's moment (ISO) and when the request left and the answer came (performance.now()).
  // The quickest round trip is the most exact; any is better than a clock that has slept.
  learn(serverTime, sentAt, heardAt) {
    const trip = heardAt - sentAt;
    if (trip > this.#trip && !this.hasSlept()) return;
    this.#base = Date.parse(serverTime) + trip / 2;
    this.#heardAt = heardAt;
    this.#wall = Date.now() - (performance.now() - heardAt);
    this.#trip = trip;
  }

  // Milliseconds since 1970 on the server.
  now() {
    return this.#base + (performance.now() - this.#heardAt);
  }

  // Whether the two clocks of the device disagree: it slept (some stop the monotonic clock), or its clock was set.
  hasSlept() {
    if (this.#base === null) return false;
    const monotonic = performance.now() - this.#heardAt;
    return Math.abs(Date.now() - this.#wall - monotonic) > SUSPICIOUS_MS;
  }
}
