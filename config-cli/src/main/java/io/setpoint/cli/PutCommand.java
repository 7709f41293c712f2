package io.setpoint.cli;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Writes plain keys.
 */
@Command(name = "put", description = "writes plain keys, several in one transaction, after a check")
final class PutCommand implements Task {

	@Parameters(arity = "1..*", paramLabel = "KEY=VALUE",
			description = "such as etcd:/config/checkout/pricing/timeout=3s; KEY=@FILE takes the value from a file")
	private List<String> pairs = List.of();

	@Mixin
	private KeyChange change = new KeyChange();

	@Mixin
	private Author author = new Author();

	@Override
	public Answer perform(Desk desk) {
		return this.change.put(desk, Pairs.of(this.pairs, desk.outside()), this.author);
	}

}
