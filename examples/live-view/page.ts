// An instructor's page: the student's live picture, as tiles or as a track, as it comes; mouse and keyboard.
import * as live from '@didacto/sdk/live';
import { createSocket } from '@didacto/sdk/realtime';

const get = async <T>(path: string): Promise<T> => (await fetch(path)).json();
const session = () => get<{ baseUrl: string; token: string; lectureId: string; studentId: string }>('session');
const [canvas, video] = [document.querySelector('canvas'), document.querySelector('video')];
const [button, screen] = [document.querySelector('button'), document.querySelector('main')];
const readout = document.querySelector('output');
if (!canvas || !video || !button || !readout || !screen) throw new Error('Not the page');

const { baseUrl, ...target } = await session();
const socket = createSocket({ baseUrl, auth: async () => ({ token: (await session()).token }) });
const rooms = live.liveRooms({ socket, iceServers: () => get<live.IceServers>('ice-servers') });
const room = await rooms.join(target);
const pen = canvas.getContext('2d');

const draw = async ({ width, height, tiles, sequence }: live.TileMessage) => {
  const pictures = await Promise.all(tiles.map(({ jpeg }) => createImageBitmap(new Blob([jpeg.slice()]))));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  for (const [n, picture] of pictures.entries()) pen?.drawImage(picture, tiles[n]?.x ?? 0, tiles[n]?.y ?? 0);
  await room.send('messages', live.writeMessage({ type: 'drawn', sequence }));
};

let drawn = Promise.resolve();
room.on('data', (channel, bytes) => {
  const tiles = channel === 'tiles' ? live.readTiles(bytes) : undefined;
  if (tiles) drawn = drawn.then(() => draw(tiles)).catch(console.error);
  const said = channel === 'messages' ? live.readMessage(bytes) : undefined;
  if (said?.type === 'sending') screen.dataset.picture = said.transport;
});
room.on('track', (_, stream) => {
  video.srcObject = stream;
});
const watch = () =>
  room.send('messages', live.writeMessage({ type: 'watch', transport: 'auto', maxWidth: 1920, maxHeight: 1080 }));
room.on('reconnected', watch);
room.on('ended', (code) => alert(`The live view ended: ${code}`));
await watch();

let seq = 0;
const send = (event: live.InputEvent) => {
  if (room.control?.state === 'on')
    void room.send('input', live.writeInput({ seq: seq++, controlId: room.control.id, event }));
};
const at = ({ offsetX, offsetY }: MouseEvent) => ({
  x: Math.min(Math.max(offsetX / screen.clientWidth, 0), 1),
  y: Math.min(Math.max(offsetY / screen.clientHeight, 0), 1),
});
button.onclick = () => (room.control ? room.endControl() : room.takeControl()).catch(alert);
room.on('control', (control) => button.setAttribute('aria-pressed', String(control?.state === 'on')));
screen.onpointermove = (event) => send({ type: 'move', ...at(event) });
screen.onpointerdown = (event) => send({ type: 'button', button: 'left', down: true, ...at(event) });
screen.onpointerup = (event) => send({ type: 'button', button: 'left', down: false, ...at(event) });
document.onkeydown = ({ code }) => send({ type: 'key', code, down: true });
document.onkeyup = ({ code }) => send({ type: 'key', code, down: false });
setInterval(async () => {
  const { route, roundTripMs, receivedBitrate } = await room.stats();
  readout.textContent = `${route} · ${roundTripMs?.toFixed(1) ?? '?'} ms · ${(receivedBitrate / 1e6).toFixed(1)} Mbit/s`;
}, 1_000);
