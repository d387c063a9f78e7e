import type { InstructorRoom, RoomEnd } from '@didacto/sdk/live';
import { errorCode } from '../error-code.js';
import { controlStudent } from './control.js';
import { Cover } from './cover.js';
import { button, find } from './dom.js';
import { Media } from './media.js';
import { Picture, type Transport } from './picture.js';
import { showReadout } from './readout.js';
import { sendText } from './send-text.js';
import { refusalIn, type Words } from './words.js';

const retryMs = 2_000;
const noticeMs = 6_000;

/** The page of one student: it enters the room, shows it, and enters again when the student comes back. */
export class LivePage {
  readonly #cover: Cover;
  readonly #media: Media;
  readonly #transport = find('#transport', HTMLSelectElement);
  readonly #notice = find('#notice', HTMLElement);
  #room: InstructorRoom | undefined;
  #stopped = false;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly words: Words,
    private readonly join: () => Promise<InstructorRoom>,
  ) {
    this.#cover = new Cover(words, () => location.reload());
    this.#media = new Media(words, this.#say);
    sendText(() => this.#room, words, this.#say);
    button('full').addEventListener('click', () => this.#fullScreen().catch(() => this.#say(words.noFullScreen)));
    // A page that is put away leaves, and its room with it; the browser may bring it back as it was, so it begins anew then.
    addEventListener('pagehide', () => void this.leave());
    addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  }

  /** Until there is nothing to come back to. */
  async run(): Promise<void> {
    this.#cover.state('connecting');
    this.#cover.show('connecting');
    while (!this.#stopped) {
      const ended = await this.#visit();
      if (ended === 'stay') return;
      this.#cover.state('waiting');
      this.#cover.show('waiting');
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  /** Leaves the room. */
  async leave(): Promise<void> {
    this.#stopped = true;
    await this.#room?.close();
  }

  /** Leaves, and says that there is nothing behind this page any more. */
  end(cover: 'commandEnded' | 'usedLink'): void {
    void this.leave();
    this.#over(cover);
  }

  #over(...cover: Parameters<Cover['show']>): void {
    this.#cover.state('ended');
    this.#cover.show(...cover);
    this.#media.stop();
    this.#say('');
  }

  /** One room from its beginning to its end. */
  async #visit(): Promise<'stay' | 'again'> {
    try {
      const room = await this.join();
      if (this.#stopped) await room.close();
      const code = await this.#show(room);
      return this.#stopped ? 'stay' : this.#afterEnd(code);
    } catch (error) {
      return this.#stopped ? 'stay' : this.#afterRefusal(error);
    }
  }

  async #show(room: InstructorRoom): Promise<RoomEnd> {
    const ending = new AbortController();
    const { signal } = ending;
    this.#room = room;
    const name = room.entry.student.name;
    find('#student', HTMLElement).textContent = name;
    document.title = `${name} · DIDACTO`;
    const ended = new Promise<RoomEnd>((resolve) => room.on('ended', resolve));
    let connected = true;
    const update = () => {
      if (!signal.aborted) this.#showState(room, picture, connected);
    };
    const picture = new Picture(
      room,
      () => this.#wanted(),
      () => picture && update(),
      signal,
    );
    for (const event of ['peer', 'consent'] as const) room.on(event, update);
    room.on('reconnecting', () => {
      connected = false;
      update();
    });
    room.on('reconnected', () => {
      connected = true;
      update();
    });
    this.#transport.addEventListener('change', () => picture.watch(), { signal });
    this.#media.enter(room, signal);
    const { words } = this;
    controlStudent({ room, picture, words, say: this.#say, fault: this.#fault, signal });
    showReadout(room, picture, words, signal);
    update();
    const code = await ended;
    ending.abort();
    this.#room = undefined;
    return code;
  }

  #showState(room: InstructorRoom, picture: Picture, connected: boolean): void {
    this.#cover.state(connected ? 'connected' : 'reconnecting');
    if (!connected) this.#cover.show('reconnecting');
    else if (!room.consent.screen) this.#cover.show('noScreen');
    else if (room.peer === null) this.#cover.show('waiting');
    else if (picture.transport === 'none') this.#cover.show('noPicture');
    else this.#cover.hide();
  }

  #afterEnd(code: RoomEnd): 'stay' | 'again' {
    if (code === 'student_gone' || code === 'room_session_expired') return 'again';
    this.#over(code === 'consent_withdrawn' ? 'noScreen' : 'ended', {
      text: this.words.ends[code],
      again: code === 'room_taken_over' || code === 'consent_withdrawn' || code === 'lesson_ended',
    });
    return 'stay';
  }

  #afterRefusal(error: unknown): 'stay' | 'again' {
    const code = errorCode(error);
    if (code === 'student_absent' || code === undefined) return 'again';
    this.#over('failed', { text: refusalIn(this.words, code), again: true });
    return 'stay';
  }

  #wanted(): Transport {
    const { value } = this.#transport;
    return value === 'track' || value === 'tiles' ? value : 'auto';
  }

  readonly #say = (text: string): void => {
    this.#notice.textContent = text;
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => {
      this.#notice.textContent = '';
    }, noticeMs);
  };

  readonly #fault = (error: unknown): void => {
    const code = errorCode(error);
    this.#say(code === undefined ? (this.words.covers.failed[0] ?? '') : refusalIn(this.words, code));
  };

  async #fullScreen(): Promise<void> {
    if (document.fullscreenElement) return document.exitFullscreen();
    await document.documentElement.requestFullscreen();
  }
}
