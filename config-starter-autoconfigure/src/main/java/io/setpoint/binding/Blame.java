package io.setpoint.binding;

import java.util.Collection;

import io.setpoint.document.EtcdOrigin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConversionFailedException;

/**
 * The property for which a type was refused, where that alone settles it: its text cannot
 * be converted, and nothing that is bound beside it has a part in that. As long as it
 * holds, the type need not be bound again to know that it is refused.
 *
 * @since 0.1.0
 */
public final class Blame {

	private final BoundType type;

	private final Bindable<?> target;

	private final ConfigurationProperty property;

	private final EtcdOrigin origin;

	private final Trial trial;

	private Blame(BoundType type, Bindable<?> target, ConfigurationProperty property, EtcdOrigin origin, Trial trial) {
		this.type = type;
		this.target = target;
		this.property = property;
		this.origin = origin;
		this.trial = trial;
	}

	/**
	 * Find out whether a refusal is settled by one property. An element of a list is not
	 * enough: it may have no place there, or the list may be taken from elsewhere.
	 * @param type the type
	 * @param refusal why it was refused
	 * @param trial tries the property by itself
	 * @return the property, {@code null} if others may have a part in it
	 */
	static @Nullable Blame of(BoundType type, Throwable refusal, Trial trial) {
		BindFailure failure = BindFailure.of(refusal);
		ConfigurationProperty property = (failure != null) ? failure.property() : null;
		if (failure == null || property == null || !failure.name().equals(property.getName())
				|| Failure.find(failure.cause(), ConversionFailedException.class) == null) {
			return null;
		}
		EtcdOrigin origin = EtcdOrigin.find(property.getOrigin());
		boolean plain = !String.valueOf(property.getValue()).contains("${");
		return (origin != null && plain && !isInList(type, failure.name()))
				? new Blame(type, failure.target(), property, origin, trial) : null;
	}

	private static boolean isInList(BoundType type, ConfigurationPropertyName name) {
		for (int i = type.prefix().getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			if (name.isNumericIndex(i)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether changes may make a difference to it.
	 * @param keys their keys
	 * @param names what they contribute, or have contributed
	 * @return {@code false} if it holds after them because it has held before
	 */
	public boolean isTouchedBy(Collection<String> keys, Collection<ConfigurationPropertyName> names) {
		return keys.contains(this.origin.key())
				|| names.stream().anyMatch((name) -> name.equals(name()) || name.isAncestorOf(name()));
	}

	/**
	 * Try whether it holds for other contents.
	 * @param contents what the locations are taken to contain
	 * @return whether the type would be refused for it again
	 */
	public boolean holds(Contents contents) {
		return this.trial.fails(this, contents);
	}

	BoundType type() {
		return this.type;
	}

	ConfigurationPropertyName name() {
		return this.property.getName();
	}

	Bindable<?> target() {
		return this.target;
	}

	/**
	 * Return whether a property is the one that is blamed, with the same text from the
	 * same place.
	 * @param other the property, if there is one
	 * @return whether it is
	 */
	boolean isSame(@Nullable ConfigurationProperty other) {
		return other != null && this.property.getValue().equals(other.getValue())
				&& this.origin.equals(EtcdOrigin.find(other.getOrigin()));
	}

	/**
	 * Binds what is blamed, and nothing else.
	 */
	interface Trial {

		boolean fails(Blame blame, Contents contents);

	}

}
