package io.setpoint.cli;

import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Checks documents without writing anything.
 */
@Command(name = "validate", description = "checks documents; writes nothing and needs no etcd")
final class ValidateCommand implements Task {

	@Parameters(arity = "1..*", paramLabel = "FILE", description = "the documents, - for standard input")
	private List<String> files = List.of();

	@Override
	public Answer perform(Desk desk) {
		List<Problem> problems = new ArrayList<>();
		for (String file : this.files) {
			String document = TextFile.text(TextFile.bytes(file, "document", desk.outside()), file);
			problems.addAll(DocumentCheck.of(document).problems());
		}
		String what = (this.files.size() == 1) ? "'" + this.files.get(0) + "'" : this.files.size() + " documents";
		return problems.isEmpty() ? Answer.done(what + " can be read").with("levels", List.of("document"))
				: Answer.refused(what + " is not valid").with("levels", List.of("document")).because(problems);
	}

}
