interface Turn {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
}

// What browsers give for one notch of a mouse.
const perNotch = [100, 3, 1];

/** Adds a wheel's turns up to whole notches, for a touchpad turns in small steps. */
export class Notches {
  #rest = { dx: 0, dy: 0 };

  /** Undefined: not a notch yet. */
  add({ deltaX, deltaY, deltaMode }: Turn): { readonly dx: number; readonly dy: number } | undefined {
    const size = perNotch[deltaMode] ?? 100;
    const sum = { dx: this.#rest.dx + deltaX / size, dy: this.#rest.dy + deltaY / size };
    const whole = { dx: Math.trunc(sum.dx), dy: Math.trunc(sum.dy) };
    this.#rest = { dx: sum.dx - whole.dx, dy: sum.dy - whole.dy };
    return whole.dx === 0 && whole.dy === 0 ? undefined : whole;
  }
}
