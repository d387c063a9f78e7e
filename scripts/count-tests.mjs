// Prints "passed failed skipped" of a vitest JSON report; a report without a test is an error.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// A file that could not be loaded has no tests, yet it failed.
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length;
const skipped = report.numPendingTests + report.numTodoTests;
if (report.numTotalTests === 0) {
  console.error('No test ran');
  process.exit(1);
}
console.log(report.numPassedTests, report.numFailedTests + broken, skipped);
