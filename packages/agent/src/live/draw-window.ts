/** Pictures that were sent and are not drawn yet. The next one waits until there are few, so none waits in a queue. */
export interface DrawWindow {
  sent(picture: { readonly sequence: number; readonly bytes: number; readonly at: number }): void;
  /** The viewer has drawn everything up to this sequence. */
  drawn(sequence: number, now: number): void;
  isOpen(): boolean;
  /** When the oldest picture that is not drawn was sent; infinite: there is none. */
  waitingSince(): number;
  /** Nothing that was sent counts any more. */
  forget(): void;
  /** Bits a second that came through while a picture was under way; null: not known yet. */
  bitrate(): number | null;
}

const mostPictures = 3;
/** Smaller ones tell of the round trip, not of the bandwidth. */
const tellingBytes = 8_000;
const weight = 0.2;

export function drawWindow(): DrawWindow {
  let pictures: { sequence: number; bytes: number; at: number }[] = [];
  let bitrate: number | null = null;
  return {
    sent: (picture) => void pictures.push(picture),
    drawn(sequence, now) {
      for (const { bytes, at } of pictures.filter((picture) => picture.sequence <= sequence)) {
        if (bytes < tellingBytes) continue;
        const measured = (bytes * 8_000) / Math.max(1, now - at);
        bitrate = bitrate === null ? measured : bitrate + weight * (measured - bitrate);
      }
      pictures = pictures.filter((picture) => picture.sequence > sequence);
    },
    isOpen: () => pictures.length < mostPictures,
    waitingSince: () => pictures[0]?.at ?? Number.POSITIVE_INFINITY,
    forget() {
      pictures = [];
    },
    bitrate: () => bitrate,
  };
}
