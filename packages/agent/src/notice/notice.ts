/** What the student is told of: pictures on the wall, a live picture, or somebody else's hand on mouse and keyboard. */
export type NoticeKind = 'wall' | 'live' | 'control';

/** What the student is told: whose eyes or hands, and in which lesson. Both texts are safe to show. */
export interface Notice {
  /** Absent: the wall. */
  readonly kind?: NoticeKind;
  readonly lessonId: string;
  readonly lectureTitle: string;
  readonly instructorName: string;
}

/** A way to show a student that they are watched, from `show` to `end`. */
export interface Notifier {
  readonly name: string;
  /**
   * Shows the notice and keeps it up.
   * @param lost called when it can no longer be seen, though nobody ended it
   * @returns whether it is shown; never rejects
   */
  show(notice: Notice, lost: () => void): Promise<boolean>;
  /** Takes it down. Never rejects. */
  end(): Promise<void>;
}
