import { openX, type XConnection } from '../../notice/x11-connection.js';
import { passMouseThrough, stayOnTop } from '../../notice/x11-on-top.js';
import { type PictureWindow, type WindowBackEnd, windowSize } from './window-back-end.js';

const windowName = 'didacto-agent camera';
const predefined = { wmName: 39, string: 31 };
const [inputOutput, viewable, zPixmap] = [1, 2, 2];
const margin = 16;
const { width, height } = windowSize;

/** A window in the lower right corner, through which the mouse passes. It needs no desktop. */
export const x11Window = (display: string): WindowBackEnd => ({
  name: 'x11',
  async isAble() {
    try {
      const x = await openX(display, () => undefined);
      x.close();
      return hasColours(x);
    } catch {
      return false;
    }
  },
  async open(lost) {
    const x = await openX(display, () => lost('the X display went away'));
    try {
      if (!hasColours(x)) throw new Error('the screen has too few colours');
      return await show(x);
    } catch (error) {
      x.close();
      throw error;
    }
  },
});

/** Pixels are sent as four bytes each. */
const hasColours = ({ screen }: XConnection): boolean => screen.root_depth === 24 || screen.root_depth === 32;

async function show(x: XConnection): Promise<PictureWindow> {
  const { client, screen, ask, eventMask, close } = x;
  const window = client.AllocID();
  const left = Math.max(0, screen.pixel_width - width - margin);
  const top = Math.max(0, screen.pixel_height - height - margin);
  client.CreateWindow(window, screen.root, left, top, width, height, 0, 0, inputOutput, 0, {
    // No window manager is to place, cover or iconify it.
    overrideRedirect: true,
    backgroundPixel: screen.black_pixel,
    eventMask: eventMask.Exposure | eventMask.VisibilityChange,
  });
  client.ChangeProperty(0, window, predefined.wmName, predefined.string, 8, windowName);
  const gc = client.AllocID();
  client.CreateGC(gc, window, {});
  await passMouseThrough(x, window);
  stayOnTop(x, window);
  client.MapWindow(window);
  const state = () => ask<{ mapState: number }>((callback) => client.GetWindowAttributes(window, callback));
  if ((await state()).mapState !== viewable) throw new Error('the window is not shown');
  return {
    async draw(pixels) {
      client.PutImage(zPixmap, window, gc, width, height, 0, 0, 0, screen.root_depth, pixels);
      // The answer comes when the server has drawn it, so no picture waits in a queue.
      await state();
    },
    close,
  };
}
