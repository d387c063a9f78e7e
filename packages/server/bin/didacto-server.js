#!/usr/bin/env node
// Stands in the repository, so that an install before the first build links it already.
import '../dist/main.js';
