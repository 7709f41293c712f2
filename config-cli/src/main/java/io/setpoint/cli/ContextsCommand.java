package io.setpoint.cli;

import java.util.List;

import picocli.CommandLine.Command;

/**
 * Lists contexts.
 */
@Command(name = "contexts", description = "lists the contexts of the file, and where the file is")
final class ContextsCommand implements Task {

	@Override
	public Answer perform(Desk desk) {
		Contexts contexts = Contexts.read(desk.outside());
		if (contexts.contexts().isEmpty()) {
			return Answer.done("There is no context in '" + contexts.file() + "'").with("contexts", List.of());
		}
		Table table = new Table("CONTEXT", "CURRENT", "ENDPOINTS", "USER");
		contexts.contexts()
			.forEach((name, context) -> table.row(name, name.equals(contexts.current()) ? "yes" : "",
					String.join(",", context.endpoints()), (context.user() != null) ? context.user() : ""));
		return Answer.done("")
			.with("file", contexts.file().toString())
			.with("current", contexts.current())
			.with("contexts", List.copyOf(contexts.contexts().keySet()))
			.showing(table.lines(desk.outside().screen()));
	}

}
