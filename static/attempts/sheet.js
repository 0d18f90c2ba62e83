// The answer sheet: what the server has acknowledged, and what was changed here since. A key is a position ("3") or
// PREDICTION; its value is a list of option ids, or the text typed. Pure data: no page, no network.

export const PREDICTION = "prediction";

export class Sheet {
  seq = 0;
  #stored = new Map();
  #changed = new Map();
  #sent = new Map();
  #hasPrediction;

  // From GET /attempts/<id>, with the unsent changes this device kept.
  constructor(attempt, unsent) {
    this.#hasPrediction = attempt.prediction !== null && attempt.prediction !== undefined;
    this.#adopt(attempt);
    const known = new Set(attempt.items.map((item) => String(item.position)));
    if (this.#hasPrediction) known.add(PREDICTION);
    for (const [key, value] of unsent) {
      if (known.has(key)) this.set(key, value);
    }
  }

  get(key) {
    return this.#changed.get(key) ?? this.#stored.get(key) ?? blank(key);
  }

  set(key, value) {
    if (same(value, this.#stored.get(key) ?? blank(key)) && !this.#sent.has(key)) this.#changed.delete(key);
    else this.#changed.set(key, value);
  }

  isAnswered(key) {
    return this.get(key).length > 0;
  }

  changes() {
    return [...this.#changed];
  }

  get hasPrediction() {
    return this.#hasPrediction;
  }

  get isDirty() {
    return this.#changed.size > 0;
  }

  // The whole state for the next save; remembers what went out.
  send() {
    for (const [key, value] of this.#changed) this.#sent.set(key, [...(this.#sent.get(key) ?? []), value]);
    const answers = {};
    for (const key of new Set([...this.#stored.keys(), ...this.#changed.keys()])) {
      if (key !== PREDICTION && this.isAnswered(key)) answers[key] = this.get(key);
    }
    const state = { seq: this.seq + 1, answers };
    if (this.#hasPrediction) state.prediction = this.get(PREDICTION) || null;
    return state;
  }

  // The server has stored a state that `send` gave. What changed meanwhile stays to be sent.
  acknowledge(state) {
    this.seq = state.seq;
    this.#stored = new Map(Object.entries(state.answers));
    if (this.#hasPrediction) this.#stored.set(PREDICTION, state.prediction ?? "");
    this.#settle();
  }

  // All that was sent is stored, and nothing more will be.
  acknowledgeAll() {
    this.#changed.clear();
    this.#sent.clear();
  }

  // Take over what the server holds, keep what was changed here. Returns the keys that someone else has changed:
  // different from what was acknowledged, and not from here (an answer of the server may have been lost on the way).
  merge(held) {
    const before = new Map(this.#stored);
    this.#adopt(held);
    const keys = new Set([...before.keys(), ...this.#stored.keys()]);
    const foreign = [...keys].filter((key) => {
      const now = this.#stored.get(key) ?? blank(key);
      const isOurs = (this.#sent.get(key) ?? []).some((value) => same(now, value));
      return !same(now, before.get(key) ?? blank(key)) && !isOurs;
    });
    this.#settle();
    return foreign;
  }

  #adopt(held) {
    const prediction = held.prediction === undefined ? this.#stored.get(PREDICTION) : typed(held.prediction);
    this.seq = held.saved_seq;
    this.#stored = new Map(Object.entries(held.answers).filter(([, ids]) => ids.length > 0));
    if (this.#hasPrediction) this.#stored.set(PREDICTION, prediction ?? "");
  }

  #settle() {
    this.#sent.clear();
    for (const [key, value] of [...this.#changed]) {
      if (same(value, this.#stored.get(key) ?? blank(key))) this.#changed.delete(key);
    }
  }
}

// The prediction as the person typed it, out of the forms in which the server may give it.
function typed(prediction) {
  const value = prediction?.value ?? null;
  if (value === null) return prediction?.text ?? "";
  return typeof value === "object" ? (value.text ?? "") : String(value);
}

function blank(key) {
  return key === PREDICTION ? "" : [];
}

function same(one, other) {
  if (typeof one === "string" || typeof other === "string") return one === other;
  return one.length === other.length && one.every((id) => other.includes(id));
}
