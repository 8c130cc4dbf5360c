/**
 * Which column of an incoming item fills which field, for "Map Automatically": by the field's own name, then by the names
 * that other nodes of this package give it, both as written and then without regard to case and to what cannot be seen
 * around them. A column fills one field at most.
 */
import type { IDataObject } from 'n8n-workflow';
import type { ColumnReport } from './column-report';
import { isBlank, withoutInvisible } from './invisible-characters';

/** A field that waits for a column. */
export interface Target {
	name: string;
	/** The names of columns that fill it, the best first; a dotted name also reaches into a nested record. */
	columns: readonly string[];
}

/** Where a value stands in an item: its column, or the way into the record in it. */
type Path = readonly string[];

/** A column that may fill a field. */
interface Way {
	path: Path;
	/** What a person is told of it. */
	name: string;
}

/** How the columns of items of one shape fill the fields. */
interface Plan {
	/** By field: the columns that may fill it, the best first. */
	fills: ReadonlyMap<string, readonly Way[]>;
	/** Every column that a person is told of. */
	told: readonly string[];
}

/** An item as its columns fill the fields. */
export interface FilledByColumns {
	/** By the fields that it has columns for; the same object for all items of one shape. */
	fills: ReadonlyMap<string, unknown>;
	/** The item's value for a field; of several columns that fit it, the best that is not empty counts. */
	valueOf(this: void, field: string): unknown;
}

/** How deep columns are looked for in records. */
const DEEPEST_COLUMN = 6;
/** Shapes of items that are remembered. */
const MOST_SHAPES = 1_000;

/** Matches the columns of a run's items with the fields of one mapping; items of the same shape are matched, and told of, once. */
export class ColumnMatcher {
	private readonly targets: readonly Target[];
	private readonly report: ColumnReport;
	private readonly plans = new Map<string, Plan>();
	/** The names of the last new shape without records, and how they fill the fields: mostly those of the next item. */
	private last: { names: readonly string[]; plan: Plan } | undefined;

	constructor(targets: readonly Target[], report: ColumnReport) {
		this.targets = targets;
		this.report = report;
	}

	/** How to read an item's values. */
	read(item: IDataObject): FilledByColumns {
		const { fills } = this.planFor(item);
		const valueOf = (field: string) => {
			const ways = fills.get(field);
			if (!ways) return undefined;
			const filled = ways.length === 1 ? undefined : ways.find((way) => isFilled(way, item));
			const { path, name } = filled ?? ways[0] ?? NO_WAY;
			this.report.use(name);
			return valueOn(path, item);
		};
		return { fills, valueOf };
	}

	private planFor(item: IDataObject): Plan {
		const { last } = this;
		if (last && hasJust(last.names, item)) return last.plan;
		const shape = shapeOf(item, 1);
		const known = this.plans.get(shape);
		if (known) return known;
		if (this.plans.size >= MOST_SHAPES) this.plans.clear();
		const plan = planOf(this.targets, pathsOf(item));
		for (const column of plan.told) this.report.see(column);
		this.plans.set(shape, plan);
		const names = entriesOf(item).map(([name]) => name);
		if (hasJust(names, item)) this.last = { names, plan };
		return plan;
	}
}

const NO_WAY: Way = { path: [], name: '' };
const nameOf = (path: Path): string => path.join('.');
const comparable = (name: string): string => withoutInvisible(name).toLowerCase();

/** Better names choose first, whichever field they belong to; a column that is taken is gone. */
function planOf(targets: readonly Target[], paths: readonly Path[]): Plan {
	// Turned around, so that of two columns with the same name the first stays.
	const turned = [...paths].reverse();
	const exact = new Map(turned.map((path) => [nameOf(path), path]));
	const loose = new Map(turned.map((path) => [comparable(nameOf(path)), path]));
	const fills = new Map<string, Way[]>();
	const taken = new Set<Path>();
	const ranks = Math.max(0, ...targets.map(({ columns }) => columns.length));
	const ways = [
		(column: string) => exact.get(column),
		(column: string) => loose.get(comparable(column)),
	];
	for (const find of ways) {
		for (let rank = 0; rank < ranks; rank++) {
			for (const { name, columns } of targets) {
				const column = columns[rank];
				const path = column === undefined ? undefined : find(column);
				if (!path || taken.has(path)) continue;
				taken.add(path);
				fills.set(name, [...(fills.get(name) ?? []), { path, name: nameOf(path) }]);
			}
		}
	}
	return { fills, told: toldOf(paths, taken) };
}

/** The columns to tell of: a record counts as one, unless only parts of it are used; then each part does. */
function toldOf(paths: readonly Path[], taken: ReadonlySet<Path>): string[] {
	const key = (path: Path) => path.join('\0');
	const outer = (path: Path) => path.slice(1).map((_name, at) => key(path.slice(0, at + 1)));
	const whole = new Set([...taken].map(key));
	const inParts = new Set([...taken].flatMap(outer).filter((one) => !whole.has(one)));
	return paths
		.filter((path) => !inParts.has(key(path)) && outer(path).every((one) => inParts.has(one)))
		.map(nameOf);
}

/** All columns of an item, and all values of the records in them. */
function pathsOf(record: object, before: Path = []): Path[] {
	return entriesOf(record).flatMap(([name, value]) => {
		const path = [...before, name];
		const isOpened = path.length < DEEPEST_COLUMN && isRecord(value);
		return isOpened ? [path, ...pathsOf(value, path)] : [path];
	});
}

/** Whether an item has these columns in this order, and no record in any of them. */
function hasJust(names: readonly string[], item: IDataObject): boolean {
	try {
		const own = Object.keys(item);
		return (
			own.length === names.length &&
			own.every((name, at) => name === names[at] && !isRecord(item[name]))
		);
	} catch {
		return false;
	}
}

/** What two items have in common whose columns are the same. */
function shapeOf(record: object, level: number): string {
	let shape = '';
	for (const [name, value] of entriesOf(record)) {
		shape += `${name}\0`;
		if (level < DEEPEST_COLUMN && isRecord(value)) shape += `{${shapeOf(value, level + 1)}}\0`;
	}
	return shape;
}

/** What a record holds; nothing where it cannot be read, which is said when its value is. */
function entriesOf(record: object): Array<[string, unknown]> {
	try {
		return Object.entries(record);
	} catch {
		return [];
	}
}

/** A plain record; objects that know their own text, such as dates, are values. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' &&
	value !== null &&
	!Array.isArray(value) &&
	!('toJSON' in value) &&
	Object.prototype.toString.call(value) === '[object Object]';

const isFilled = ({ path }: Way, item: IDataObject): boolean => {
	const value = valueOn(path, item);
	return value !== undefined && value !== null && !(typeof value === 'string' && isBlank(value));
};

function valueOn(path: Path, item: IDataObject): unknown {
	const [column] = path;
	if (path.length === 1 && column !== undefined) {
		return Object.hasOwn(item, column) ? item[column] : undefined;
	}
	let inner: unknown = item;
	for (const name of path) {
		if (!isRecord(inner) || !Object.hasOwn(inner, name)) return undefined;
		inner = inner[name];
	}
	return inner;
}
