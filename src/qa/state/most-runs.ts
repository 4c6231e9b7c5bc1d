/** So many recorded runs are kept; the oldest give way. */
export const mostRuns = 100;
