/**
 * Test files run in the realm of their process, as nodes do in n8n's, and not each in a context of its own. So n8n's engine is
 * loaded once a process (`loaded-once.mts`) instead of once a file, which took half of the time of all tests. Our own modules
 * are still loaded anew for every file.
 */
import { createRequire } from 'node:module';
import vm from 'node:vm';
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { ModernFakeTimers } from '@jest/fake-timers';
import { TestEnvironment } from 'jest-environment-node';
import { ModuleMocker } from 'jest-mock';
import { LOADED_ONCE } from './loaded-once.mts';

const { compileFunction } = vm;

/** What was compiled, by file name: a test file that loads a module anew runs it once more, without compiling it again. */
const compiled = new Map<string, { code: string; run: ReturnType<typeof compileFunction> }>();

/** Jest compiles a file for the context that its environment names; Node takes the process's own as the absence of one. */
vm.compileFunction = (code, parameters, options = {}) => {
	const { parsingContext, ...others } = options;
	if (parsingContext !== globalThis) return compileFunction(code, parameters, options);
	const { filename = '' } = others;
	const known = compiled.get(filename);
	if (known?.code === code) return known.run;
	const run = compileFunction(code, parameters, others);
	// What imports as it goes would import for the test file that it was compiled for.
	if (!code.includes('import(')) compiled.set(filename, { code, run });
	return run;
};

/** What one test file may have changed, to be put back before the next one. */
function remember(): () => void {
	const globals = Object.getOwnPropertyDescriptors(globalThis);
	const { exit, getBuiltinModule } = process;
	const env = { ...process.env };
	return () => {
		for (const name of Reflect.ownKeys(globalThis)) {
			if (!Object.hasOwn(globals, name)) Reflect.deleteProperty(globalThis, name);
		}
		Object.defineProperties(globalThis, globals);
		Object.assign(process, { exit, getBuiltinModule });
		for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
		Object.assign(process.env, env);
	};
}

export default class OneRealm extends TestEnvironment {
	readonly #putBack = remember();

	constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
		super(config, context);
		Object.assign(globalThis, { [LOADED_ONCE]: createRequire(import.meta.url) });
		const { projectConfig } = config;
		Object.assign(this, {
			global: globalThis,
			moduleMocker: new ModuleMocker(globalThis),
			fakeTimersModern: new ModernFakeTimers({ config: projectConfig, global: globalThis }),
		});
	}

	override getVmContext() {
		return this.context && globalThis;
	}

	override async teardown() {
		await super.teardown();
		this.#putBack();
	}
}
