/** The editor loads every form of a node at once. Of n8n's own nodes, forms take between 0.8 and 12 kB an operation. */
import { vendors } from '../contracts/vendors.mts';

test('the forms take at most 1.2 kB an operation', () => {
	const sizes = vendors.map(({ node }) => JSON.stringify(node.description).length);
	const operations = vendors.flatMap(({ rows }) => rows).length;
	expect(sizes.reduce((sum, size) => sum + size, 0) / operations).toBeLessThan(1229);
});
