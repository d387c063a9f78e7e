import type { Assignment } from '@didacto/sdk/contract';
import type { AgentClock } from '../agent-clock.js';
import type { ChosenInput } from '../input/choose-input.js';
import type { Clipboard } from '../input/clipboard.js';
import { playControl } from '../input/play-control.js';
import type { Notice, NoticeKind, Notifier } from '../notice/notice.js';
import { noticeKeeper } from '../notice/notice-keeper.js';
import { safeText } from '../safe-text.js';
import type { AskControl } from './ask-control.js';
import type { LiveDesk } from './live-session.js';

export interface LiveDeskOptions {
  /** A way to show each, beside the wall's. */
  readonly notifiers: Readonly<Record<Exclude<NoticeKind, 'wall'>, Notifier>>;
  /** Watch and play even where it cannot be shown, by the decision of the computer's admin. */
  readonly mayWatchUnseen: boolean;
  readonly askControl: AskControl;
  readonly input: ChosenInput;
  readonly clipboard: Clipboard;
  readonly clock: AgentClock;
}

/** Where a student is told what happens in their room. */
export function liveDesk(options: LiveDeskOptions, { lessonId, lectureTitle }: Assignment): LiveDesk {
  const { notifiers, mayWatchUnseen, askControl, input, clipboard, clock } = options;
  const noticeOf = (kind: NoticeKind, name: string): Notice => ({
    kind,
    lessonId,
    lectureTitle: safeText(lectureTitle),
    instructorName: safeText(name),
  });
  const watched = keeperOf(notifiers.live);
  const controlled = keeperOf(notifiers.control);
  return {
    mayPlayUnseen: mayWatchUnseen,
    async showWatched(name, lost) {
      return (await watched.show(noticeOf('live', name), lost)) || mayWatchUnseen;
    },
    endWatched: watched.end,
    showNotice: (name, lost) => controlled.show(noticeOf('control', name), lost),
    endNotice: controlled.end,
    ask: (name, signal) => askControl(noticeOf('control', name), signal),
    play: (open) => playControl({ ...open, input, after: clock.after }),
    setClipboard: (text) => void clipboard.setText(text),
  };
}

/** A keeper that tells whoever showed the notice last that it is lost. */
function keeperOf(notifier: Notifier) {
  let tell = () => {};
  const keeper = noticeKeeper(notifier, () => tell());
  return {
    show(notice: Notice, lost: () => void): Promise<boolean> {
      tell = lost;
      return keeper.show(notice);
    },
    end: keeper.end,
  };
}
