import type { WallSnapshot, WallTile } from './model.js';

/** Whether the wall's text differs between two snapshots, new pixels aside. Cheap: it is asked for every frame. */
export function textChanged(before: WallSnapshot, after: WallSnapshot): boolean {
  return (
    before.waiting !== after.waiting ||
    before.alarms?.count !== after.alarms?.count ||
    before.alarms?.codes.join() !== after.alarms?.codes.join() ||
    before.connection !== after.connection ||
    before.lesson?.id !== after.lesson?.id ||
    before.lecture.title !== after.lecture.title ||
    before.tiles.length !== after.tiles.length ||
    after.tiles.some((tile, at) => tileChanged(before.tiles[at], tile))
  );
}

function tileChanged(before: WallTile | undefined, after: WallTile): boolean {
  return (
    before?.studentId !== after.studentId ||
    before.state !== after.state ||
    before.reason !== after.reason ||
    before.since !== after.since ||
    before.name !== after.name ||
    before.deviceName !== after.deviceName ||
    before.consent.screen !== after.consent.screen ||
    before.consent.voice !== after.consent.voice ||
    before.consent.camera !== after.consent.camera ||
    (before.picture === null) !== (after.picture === null)
  );
}
