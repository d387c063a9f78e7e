// Of a vitest JSON report: prints "passed failed skipped", or with --failed what failed and how it began.
// A report without a test is an error.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const LINES_OF_A_FAILURE = 12;

const [path, only] = process.argv.slice(2);
const report = JSON.parse(readFileSync(path, 'utf8'));
// A file that could not be loaded has no tests, yet it failed.
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
);

function beginning(text) {
  const lines = text.split('\n').slice(0, LINES_OF_A_FAILURE);
  return lines.map((line) => `    ${line}`).join('\n');
}

function printFailed() {
  for (const { name, message } of broken) {
    console.log(`  ${relative('.', name)}\n${beginning(message)}`);
  }
  for (const { name, assertionResults } of report.testResults) {
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') {
        console.log(`  ${relative('.', name)}: ${fullName}\n${beginning(failureMessages.join('\n'))}`);
      }
    }
  }
}

if (only === '--failed') {
  printFailed();
} else if (report.numTotalTests === 0) {
  console.error('No test ran');
  process.exitCode = 1;
} else {
  const skipped = report.numPendingTests + report.numTodoTests;
  console.log(report.numPassedTests, report.numFailedTests + broken.length, skipped);
}
