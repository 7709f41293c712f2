package io.setpoint.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Publishes a document as a version.
 */
@Command(name = "publish", description = "publishes a document as a version, which nobody has before a rollout")
final class PublishCommand implements Task {

	@Parameters(index = "0", paramLabel = "CONFIGURATION", description = "the configuration")
	private String configuration = "";

	@Parameters(index = "1", paramLabel = "FILE", description = "the document, - for standard input")
	private String file = "";

	@Mixin
	private Publication publication = new Publication();

	@Mixin
	private Author author = new Author();

	@Override
	public Answer perform(Desk desk) {
		String document = TextFile.text(TextFile.bytes(this.file, "document", desk.outside()), this.file);
		return this.publication.publish(desk, this.configuration, document, this.author);
	}

}
