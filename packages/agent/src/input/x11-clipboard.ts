import { createRequire } from 'node:module';
import { type Callback, createAsker } from '../x11-asker.js';
import type { Clipboard } from './clipboard.js';

interface SelectionRequest {
  readonly name?: string;
  readonly time: number;
  readonly requestor: number;
  readonly selection: number;
  readonly target: number;
  readonly property: number;
}

/** The part of the `x11` package (untyped) that the clipboard uses; argument names are the X protocol's. */
interface Client {
  on(event: 'event', listener: (event: SelectionRequest) => void): void;
  on(event: 'error' | 'end', listener: (error?: Error) => void): void;
  readonly stream: { destroy(): void; unref?(): void };
  atoms: Record<string, number>;
  AllocID(): number;
  CreateWindow(window: number, parent: number, x: number, y: number, width: number, height: number): void;
  InternAtom(onlyIfExists: boolean, name: string, callback: Callback<number>): void;
  SetSelectionOwner(owner: number, selection: number, time: number): void;
  GetSelectionOwner(selection: number, callback: Callback<number>): void;
  ChangeProperty(mode: number, window: number, property: number, type: number, format: number, data: unknown): void;
  SendEvent(destination: number, propagate: number, eventMask: number, event: object): void;
}

interface Package {
  createClient(options: { display: string }, callback: Callback<{ screen: { root: number }[] } | undefined>): Client;
}

interface Atoms {
  readonly clipboard: number;
  readonly targets: number;
  readonly utf8: number;
  readonly text: number;
}

interface Owner {
  offer(text: string): Promise<boolean>;
  close(): void;
}

/** Atoms that every X server knows by these numbers. */
const atom = { atom: 4, string: 31 } as const;
const replace = 0;
const none = 0;

/**
 * The clipboard of an X server. X has no store for it: the text is given to whoever asks, for as long as the connection
 * stands and nobody else copies something.
 */
export function xClipboard(display: string): Clipboard {
  let owner: Promise<Owner> | undefined;
  const forget = (): void => {
    owner = undefined;
  };
  return {
    name: 'x11',
    async setText(text) {
      owner ??= openOwner(display, forget);
      try {
        return await (await owner).offer(text);
      } catch {
        forget();
        return false;
      }
    },
    close() {
      const closing = owner;
      forget();
      closing?.then(({ close }) => close()).catch(() => undefined);
    },
  };
}

async function openOwner(display: string, gone: () => void): Promise<Owner> {
  const x11: Package = createRequire(import.meta.url)('x11');
  const { ask, lose } = createAsker();
  const lost = (error = new Error(`the X display ${display} went away`)): void => {
    if (lose(error)) gone();
  };
  let opened: Client | undefined;
  const info = await ask<{ screen: { root: number }[] } | undefined>((callback) => {
    opened = x11.createClient({ display }, callback);
    opened.on('error', lost);
    opened.on('end', lost);
  });
  const root = info?.screen[0]?.root;
  if (root === undefined || opened === undefined) throw new Error(`the X display ${display} has no screen`);
  const client = opened;
  // The package keeps atoms for all connections, but each server, and each start of one, has its own.
  client.atoms = { ...client.atoms };
  const intern = (name: string) => ask<number>((callback) => client.InternAtom(false, name, callback));
  const [clipboard, targets, utf8, text] = await Promise.all(
    ['CLIPBOARD', 'TARGETS', 'UTF8_STRING', 'TEXT'].map(intern),
  );
  if (!clipboard || !targets || !utf8 || !text) throw new Error('the X server gives no atoms');
  const window = client.AllocID();
  client.CreateWindow(window, root, 0, 0, 1, 1);
  let offered = '';
  client.on('event', (event) => {
    if (event.name === 'SelectionRequest') answer(client, event, offered, { clipboard, targets, utf8, text });
    // Somebody else copied something: nothing of ours is kept.
    else if (event.name === 'SelectionClear') offered = '';
  });
  return {
    async offer(next) {
      offered = next;
      client.SetSelectionOwner(window, clipboard, 0);
      return (await ask<number>((callback) => client.GetSelectionOwner(clipboard, callback))) === window;
    },
    close() {
      lose(new Error('closed'));
      client.stream.destroy();
    },
  };
}

/** Gives another program what it asks for: the kinds of text there are, or the text. */
function answer(client: Client, request: SelectionRequest, text: string, atoms: Atoms): void {
  const { requestor, selection, target, time } = request;
  // Programs from before 1994 name no property.
  const property = request.property === none ? target : request.property;
  const give = (type: number, format: number, data: unknown): boolean => {
    client.ChangeProperty(replace, requestor, property, type, format, data);
    return true;
  };
  const isGiven = (): boolean => {
    if (target === atoms.targets) return give(atom.atom, 32, [atoms.targets, atoms.utf8, atoms.text, atom.string]);
    if (target === atoms.utf8 || target === atoms.text) return give(atoms.utf8, 8, Buffer.from(text, 'utf8'));
    // Latin-1, and a question mark for what that has not.
    if (target === atom.string) return give(atom.string, 8, Buffer.from(text.replace(/[^\0-\xff]/gu, '?'), 'latin1'));
    return false;
  };
  const given = isGiven() ? property : none;
  client.SendEvent(requestor, 0, 0, {
    name: 'SelectionNotify',
    type: 31,
    time,
    requestor,
    selection,
    target,
    property: given,
  });
}
