/** Our node, as it is built. */
import type { Job } from '../jobs.mts';
import { builtNode, timeNode } from './engine.mts';

export const ours = async ({ ours: { node, parameters }, items }: Job, size: number, url: string) =>
	await timeNode(builtNode(node), node, url, parameters, items(size));
