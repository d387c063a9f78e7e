/** Who runs a lecture. */
export const teaching = ['lecture_owner', 'co_instructor', 'admin'] as const;

/** Who may watch it and seat its students: those who run it, and their assistants. */
export const assisting = [...teaching, 'assistant'] as const;
