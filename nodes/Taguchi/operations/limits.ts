/** The most actions in one request (V5 API, Subscriber Object > POST requests); partitions are sent by the same measure. */
export const MOST_ACTIONS = 100;
