package io.setpoint.binding;

import java.util.Set;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Makes further instances of a type while a candidate is shown, which is hidden from
 * them.
 */
final class Instances {

	private final BoundType type;

	private final Contents contents;

	private final CandidateSources sources;

	private final StandIns standIns;

	Instances(BoundType type, Contents contents, CandidateSources sources, StandIns standIns) {
		this.type = type;
		this.contents = contents;
		this.sources = sources;
		this.standIns = standIns;
	}

	Bindable<Object> next() {
		return Handlers.target(this.type, this.type.isValueObject() ? null : instance());
	}

	private Object instance() {
		Set<ConfigurationPropertyName> references = this.sources.references();
		this.sources.hide();
		Object instance = this.standIns.make(this.type);
		this.sources.showAgain(this.type.prefix(), this.contents, references);
		return instance;
	}

	/**
	 * Return a handler that changes nothing that instances have in common.
	 * @param handler the handler to guard
	 * @param failing whether that is a failure
	 * @return the handler
	 */
	BindHandler guarded(BindHandler handler, boolean failing) {
		return this.type.isValueObject() ? handler
				: new Sharing(handler, this.type, this.standIns, this::instance, failing);
	}

}
