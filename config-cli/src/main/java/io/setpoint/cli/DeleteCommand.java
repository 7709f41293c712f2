package io.setpoint.cli;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Deletes plain keys.
 */
@Command(name = "delete", description = "deletes plain keys, several in one transaction")
final class DeleteCommand implements Task {

	@Parameters(arity = "1..*", paramLabel = "KEY", description = "such as etcd:/config/checkout/pricing/timeout")
	private List<String> keys = List.of();

	@Mixin
	private KeyChange change = new KeyChange();

	@Mixin
	private Author author = new Author();

	@Override
	public Answer perform(Desk desk) {
		return this.change.delete(desk, this.keys.stream().map(KeyPath::key).distinct().toList(), this.author);
	}

}
