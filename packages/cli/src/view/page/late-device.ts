interface Opened {
  getTracks(): readonly { stop(): void }[];
}

/** A camera or a microphone. It opens late, as after a question of the browser's, and may not be wanted any more by then. */
export class LateDevice<Stream extends Opened> {
  #wish: object | null = null;

  get isWanted(): boolean {
    return this.#wish !== null;
  }

  /**
   * @returns undefined where it was wanted no more before it was open: it is shut again
   * @throws what `ask` throws, where it is wanted still
   */
  async open(ask: () => Promise<Stream>): Promise<Stream | undefined> {
    const wish = {};
    this.#wish = wish;
    try {
      const stream = await ask();
      if (this.#wish === wish) return stream;
      for (const track of stream.getTracks()) track.stop();
    } catch (error) {
      if (this.#wish !== wish) return undefined;
      this.#wish = null;
      throw error;
    }
    return undefined;
  }

  /** It is not wanted any more. */
  forget(): void {
    this.#wish = null;
  }
}
