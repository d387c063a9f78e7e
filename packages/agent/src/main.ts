#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { processHost } from './host.js';

// Before anything is loaded: V8 lets the space of new objects grow to what a busy server needs. One that stays at its
// first 1 MB is emptied more often, which costs nothing that can be measured at one picture a second, and keeps the peak 10 MB lower.
setFlagsFromString('--semi-space-growth-factor=1');
const { runProgramLine } = await import('./program.js');

const code = await runProgramLine(processHost(), process.argv.slice(2));
const { isRtcLoaded } = await import('./live/open-track.js');
// The WebRTC library crashes a process that ends by itself after a video track. All is closed by now.
if (isRtcLoaded()) process.exit(code);
process.exitCode = code;
