// Media between the two sides of a room. A program of its own, for wrtc ends a process with media on its natural exit.
import type { InstructorRoom, StudentRoom } from '../room.js';
import { Hub } from './hub.js';
import { bytesOf, pair, record, until, wrtc } from './two-sides.js';

const [width, height] = [160, 120];
const timers: NodeJS.Timeout[] = [];

/** A camera that shows a grey picture ten times a second. */
function camera() {
  const source = new wrtc.nonstandard.RTCVideoSource();
  const data = new Uint8Array(width * height * 1.5).fill(128);
  timers.push(setInterval(() => source.onFrame({ width, height, data }), 100));
  const track = source.createTrack();
  return { track, stream: new wrtc.MediaStream([track]) };
}
const tracksOf = (room: InstructorRoom | StudentRoom) => {
  const seen: MediaStreamTrack[] = [];
  room.on('track', (track) => seen.push(track));
  return seen;
};
const showsFrames = async (room: InstructorRoom | StudentRoom) => ((await room.stats()).framesPerSecond ?? 0) > 0;

const hub = new Hub();
const { student, instructor, instructorWire } = await pair(hub, wrtc);
const [atStudent, atInstructor] = [tracksOf(student), tracksOf(instructor)];
const [screen, face] = [camera(), camera()];
// Both at once, so that their offers collide.
student.addTrack(screen.track, screen.stream);
const takeBack = instructor.addTrack(face.track, face.stream);
await until('each has the track of the other', () => atStudent.length === 1 && atInstructor.length === 1);
await until('frames are shown', () => showsFrames(instructor));
console.log('both send');

await until('they are direct', () => student.route === 'direct' && instructor.route === 'direct');
const { data } = record(student);
takeBack();
await instructor.send('input', bytesOf('goes on'));
await until('channels go on', () => data.length === 1);
console.log('taken back');

instructorWire.cut();
instructorWire.restore();
await until('the new connection has the track', () => atInstructor.length === 2);
console.log('sent again');

await instructor.close();
await student.close();
console.log(`screen ${screen.track.readyState}, face ${face.track.readyState}`);
for (const timer of timers) clearInterval(timer);
face.track.stop();
process.exit(0);
