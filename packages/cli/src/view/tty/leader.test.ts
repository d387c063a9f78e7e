import { describe, expect, it } from 'vitest';
import { Leader, type ViewStep } from './leader.js';
import { TerminalInput } from './terminal-input.js';

function take(typed: string, controlled = true): string[] {
  const leader = new Leader();
  const told = (step: ViewStep) => {
    if (step.kind === 'command') return step.command;
    return step.token.kind === 'text'
      ? `"${step.token.text}"`
      : step.token.kind === 'key'
        ? step.token.key.code
        : 'mouse';
  };
  return new TerminalInput()
    .feed(typed)
    .flatMap((token) => leader.take(token, controlled))
    .map(told);
}

describe('the leader key', () => {
  it('makes a command of the letter after it, also while a Korean input method is on', () => {
    expect(take('\u001dq\u001dC\u001dㄱ\u001d?')).toEqual(['leave', 'control', 'refresh', 'help']);
  });

  it('leaves all else to the student', () => {
    expect(take('qcr\u0003\u001dqrest')).toEqual(['"qcr"', 'KeyC', 'leave', '"rest"']);
  });

  it('is the student’s when pressed twice, and is given up by any other key', () => {
    expect(take('\u001d\u001dq')).toEqual(['BracketRight', '"q"']);
    expect(take('\u001d\rq')).toEqual(['"q"']);
    expect(take('\u001dzq')).toEqual(['"q"']);
  });

  it('leaves Ctrl-C to whoever has the keyboard', () => {
    expect(take('\u0003')).toEqual(['KeyC']);
    expect(take('\u0003', false)).toEqual(['interrupt']);
    expect(take('\u001d\u0003')).toEqual(['interrupt']);
  });
});
