#!/usr/bin/env node
import { processHost } from './host.js';
import { runProgramLine } from './program.js';

process.exitCode = await runProgramLine(processHost(), process.argv.slice(2));
