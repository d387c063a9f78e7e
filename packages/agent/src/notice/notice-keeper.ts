import type { Notice, Notifier } from './notice.js';

/** Keeps at most one notice up: showing it again changes nothing, another one replaces it. One change at a time. */
export interface NoticeKeeper {
  show(notice: Notice): Promise<boolean>;
  end(): Promise<void>;
  isShown(): boolean;
}

export function noticeKeeper(notifier: Notifier, lost: () => void): NoticeKeeper {
  let shown: Notice | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const takeDown = async () => {
    if (shown === undefined) return;
    shown = undefined;
    await notifier.end();
  };
  return {
    show: (notice) =>
      inTurn(async () => {
        if (shown !== undefined && isSame(shown, notice)) return true;
        await takeDown();
        const isUp = await notifier.show(notice, () => {
          if (shown !== notice) return;
          shown = undefined;
          lost();
        });
        shown = isUp ? notice : undefined;
        return isUp;
      }),
    end: () => inTurn(takeDown),
    isShown: () => shown !== undefined,
  };
}

const isSame = (a: Notice, b: Notice): boolean =>
  a.kind === b.kind &&
  a.lessonId === b.lessonId &&
  a.instructorName === b.instructorName &&
  a.lectureTitle === b.lectureTitle;
