/** Opens the example workflows as somebody does who has imported them: the canvas, and the panel of each node of this package. */
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { moveTo } from '../../packages/node-types.mts';
import { withCredentials } from '../instance/credentials.mts';
import type { Editor } from '../instance/editor.mts';
import type { StoredCredential } from '../instance/rest.mts';
import { WorkflowFile } from '../instance/rest.mts';
import { PACKAGE_NAME } from '../instance/user-folder.mts';
import { PACKAGED_EXAMPLES_FOLDER, WORKFLOWS_FOLDER } from '../places.mts';
import type { Findings } from './findings.mts';
import { reasonOf } from './findings.mts';
import type { NodePanel } from './node-panels.mts';
import type { Panels } from './panel.mts';
import { openStored } from './stored.mts';

/** How long n8n's animations take, in milliseconds. */
const ANIMATION = 1_500;
/** A window as people have it. */
const CANVAS = { width: 1440, height: 900 };

/** Opens all of them; tells what is wrong on a canvas, and what the editor says against a panel. */
export async function openExamples(
	page: Page,
	panels: Panels,
	{ rest, url }: Editor,
	credentials: readonly StoredCredential[],
	folder: string,
	findings: Findings,
): Promise<void> {
	const model = await rest.createCredential({
		name: 'OpenAI (nobody asks it)',
		type: 'openAiApi',
		data: { apiKey: 'none' },
	});
	const files = [WORKFLOWS_FOLDER, PACKAGED_EXAMPLES_FOLDER].flatMap((cwd) =>
		globSync('*.json', { cwd })
			.sort()
			.map((file) => join(cwd, file)),
	);
	for (const file of files) {
		const name = basename(file, '.json');
		mkdirSync(join(folder, name), { recursive: true });
		const workflow = readExample(file);
		const { id } = await rest.createWorkflow(withCredentials(workflow, [...credentials, model]));
		const address = `${url}/workflow/${id}`;
		try {
			findings.add(name, await canvasMessages(page, address, join(folder, `${name}.png`)));
		} catch (thrown) {
			findings.add(name, [reasonOf(thrown)]);
		}
		const look = async () => await panels.complaints();
		await openStored(address, panelsIn(workflow), join(folder, name), panels, findings, look);
	}
}

/** An example; those that the packages of one vendor bring along come as if they were of this package. */
const readExample = (file: string): WorkflowFile =>
	WorkflowFile.parse(JSON.parse(moveTo(PACKAGE_NAME, readFileSync(file, 'utf8'))));

const panelsIn = ({ nodes }: WorkflowFile): NodePanel[] =>
	nodes
		.filter(({ type }) => type.startsWith(`${PACKAGE_NAME}.`))
		.map(({ id, name }) => ({
			id: String(id),
			name,
			picture: name.toLowerCase().replace(/[^a-z]+/g, '-'),
			parameters: {},
			isRows: false,
			shown: {},
		}));

/** Opens a canvas, takes its picture, and gives what is wrong with it. */
async function canvasMessages(page: Page, address: string, path: string): Promise<string[]> {
	const panels = page.viewportSize();
	await page.setViewportSize(CANVAS);
	await page.goto(address);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await page.getByTestId('zoom-to-fit').click();
	await page.mouse.move(0, 0);
	await page.waitForTimeout(ANIMATION);
	await page.screenshot({ path, animations: 'disabled' });
	const messages = await page.evaluate(readCanvas);
	if (panels) await page.setViewportSize(panels);
	return messages;
}

/** Runs in the page. */
function readCanvas(): string[] {
	const nodes = Array.from(document.querySelectorAll('.vue-flow__node')).map((node) => ({
		name: node.querySelector('[data-node-name]')?.getAttribute('data-node-name') ?? '',
		isNote: node.querySelector('[data-test-id="sticky"]') !== null,
		box: node.getBoundingClientRect(),
		node,
	}));
	const marks = nodes.flatMap(({ name, node }) =>
		['node-issues', 'node-setup-required', 'node-not-installed', 'canvas-node-status-warning']
			.filter((mark) => node.querySelector(`[data-test-id="${mark}"]`))
			.map((mark) => `${name}: ${mark}`),
	);
	const cut = nodes.flatMap(({ name, node }) =>
		Array.from(node.querySelectorAll('*'))
			// n8n itself cuts what it says below a name.
			.filter((one) => one.textContent?.trim() && !one.matches('[class*="subtitle"]'))
			.filter((one) => one.clientHeight > 0 && getComputedStyle(one).overflow !== 'visible')
			.filter(
				(one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1,
			)
			.map((one) => `${name} is cut off: ${one.textContent?.trim().slice(0, 40)}`),
	);
	const overlap = (one: DOMRect, other: DOMRect) =>
		one.left < other.right &&
		other.left < one.right &&
		one.top < other.bottom &&
		other.top < one.bottom;
	const overlaps = nodes.flatMap((one, index) =>
		nodes
			.slice(index + 1)
			.filter((other) => overlap(one.box, other.box))
			.map((other) => `${one.name} and ${other.name} overlap`),
	);
	const points = Array.from(
		document.querySelectorAll<SVGPathElement>('.vue-flow__edge-path'),
	).flatMap((path) => {
		const onScreen = path.getScreenCTM();
		const steps = Math.ceil(path.getTotalLength() / 4);
		return Array.from({ length: steps }, (_step, index) =>
			path.getPointAtLength(index * 4).matrixTransform(onScreen ?? undefined),
		);
	});
	const crossed = nodes
		.filter(({ node }) => {
			const words = node.querySelector('[class*="_description_"]') ?? document.createElement('p');
			const texts = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
			const boxes: DOMRect[] = [];
			while (texts.nextNode()) {
				const range = document.createRange();
				range.selectNodeContents(texts.currentNode);
				// What n8n cuts off at its end is not seen.
				const end = texts.currentNode.parentElement?.getBoundingClientRect().right ?? 0;
				for (const { left, right, top, bottom } of range.getClientRects()) {
					boxes.push(new DOMRect(left, top, Math.min(right, end) - left, bottom - top));
				}
			}
			return points.some(({ x, y }) =>
				boxes.some(({ left, right, top, bottom }) => {
					return x > left && x < right && y > top && y < bottom;
				}),
			);
		})
		.map(({ name }) => `A line runs through the words below ${name}`);
	return [...marks, ...cut, ...overlaps, ...crossed];
}
