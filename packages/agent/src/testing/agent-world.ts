import type { Assignment, TiledPicture } from '@didacto/sdk/contract';
import { type AgentState, newAgent, nextWake, type Order, step } from '../agent.js';
import type { Happening } from '../agent-loop.js';
import type { Answer } from '../capture-cycle.js';
import type { FeedResult } from '../screen-feed.js';
import { lesson } from './samples.js';

/** Some picture; the mark tells it from others. */
export const picture = (mark: number): TiledPicture => ({
  header: { width: 16, height: 16 } as TiledPicture['header'],
  fingerprint: mark,
  bytes: new Uint8Array([mark]),
  starts: new Uint32Array([0, 1]),
});

/** An agent, the clock and the outside in one: orders are only written down. */
export class World {
  state: AgentState = newAgent;
  now = 1_000;
  readonly orders: Order[] = [];
  /** Orders to grab, push or report that were not answered yet. */
  readonly open = { grab: new Set<number>(), send: new Set<number>() };
  isScreenOpen = false;

  send(event: Happening): readonly Order[] {
    const { state, orders } = step(this.state, { ...event, now: this.now });
    this.state = state;
    for (const order of orders) {
      this.orders.push(order);
      if (order.order === 'open_screen') this.isScreenOpen = true;
      if (order.order === 'close_screen') this.isScreenOpen = false;
      if (order.order === 'grab') this.open.grab.add(order.id);
      if (order.order === 'push' || order.order === 'report') this.open.send.add(order.id);
    }
    return orders;
  }
  wait(ms: number): readonly Order[] {
    this.now += ms;
    return this.send({ event: 'tick' });
  }
  /** To the next thing the agent wants to do. */
  wake(): readonly Order[] {
    return this.wait(Math.max(0, nextWake(this.state) - this.now));
  }
  assign(assignment: Assignment | null): readonly Order[] {
    return this.send({ event: 'assigned', assignment });
  }
  notice(shown: boolean, permitted = shown): readonly Order[] {
    return this.send({
      event: 'notice_answered',
      lessonId: lesson().lessonId,
      shown,
      permitted,
      phase: 0,
      firstSequence: 100,
    });
  }
  grabbed(result: FeedResult): readonly Order[] {
    return this.send({ event: 'grabbed', id: this.state.cycle.lastId, result });
  }
  answered(answer: Answer): readonly Order[] {
    return this.send({ event: 'answered', id: this.state.cycle.lastId, answer });
  }
  capturing(): this {
    this.assign(lesson());
    this.notice(true);
    return this;
  }
}
