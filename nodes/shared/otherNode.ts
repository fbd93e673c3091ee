import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Asks for something of another node of the workflow, as an expression does behind `$('name')`: `.params`, `.all()`.
 * Undefined when there is no such node, or it has not run.
 */
export function ofOtherNode(context: IExecuteFunctions, name: string, question: string): unknown {
	try {
		return context.evaluateExpression(`{{ $(${JSON.stringify(name)})${question} }}`, 0);
	} catch {
		return undefined;
	}
}
