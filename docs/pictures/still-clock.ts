// Loaded before the program (`node --import`): the clock stands at STILL_CLOCK, milliseconds since 1970, in its threads as well.
const now = Number(process.env.STILL_CLOCK);

class StillDate extends Date {
  constructor(...parts: []) {
    if (parts.length === 0) super(now);
    else super(...parts);
  }

  static override now(): number {
    return now;
  }
}

globalThis.Date = StillDate as DateConstructor;
