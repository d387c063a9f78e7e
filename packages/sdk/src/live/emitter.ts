/** Listeners of typed events. One that throws keeps neither the others nor the room from going on. */
export interface Emitter<M extends object> {
  on<E extends keyof M>(event: E, listener: M[E]): () => void;
  each<E extends keyof M>(event: E, call: (listener: M[E]) => void): void;
  clear(): void;
}

export function createEmitter<M extends object>(): Emitter<M> {
  const listeners: { [E in keyof M]?: Set<M[E]> } = {};
  return {
    on: (event, listener) => {
      const set = listeners[event] ?? new Set();
      listeners[event] = set;
      set.add(listener);
      return () => set.delete(listener);
    },
    each: (event, call) => {
      for (const listener of [...(listeners[event] ?? [])]) {
        try {
          call(listener);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    clear: () => {
      for (const event in listeners) listeners[event]?.clear();
    },
  };
}
