package io.setpoint.binding;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * A live bean, and what it has been given so far. It is handed what differs from that, by
 * its own setters, and nothing else of it is touched. What could not be handed over is
 * tried again with the next change.
 *
 * @since 0.1.0
 */
public final class Recipient {

	private final BoundType type;

	private final Object bean;

	private final StandIns standIns;

	private Handed given;

	private final Set<ConfigurationPropertyName> kept = new HashSet<>();

	private boolean derived = true;

	/**
	 * Create a recipient.
	 * @param type the type
	 * @param bean its live bean, without any proxy
	 * @param given what it was bound to, {@code null} if there was nothing
	 * @param standIns knows how an instance begins
	 */
	public Recipient(BoundType type, Object bean, @Nullable Handed given, StandIns standIns) {
		this.type = type;
		this.bean = bean;
		this.standIns = standIns;
		this.given = (given != null) ? given : Handed.NOTHING;
	}

	/**
	 * Take over what differs from what was given before, and derive anew what the bean
	 * derives from it when it is initialized.
	 * @param handed what a stand-in was given
	 * @return what could not be done
	 */
	public synchronized Taken take(Handed handed) {
		Object standIn = handed.standIn();
		Set<ConfigurationPropertyName> changed = handed.changedSince(this.given);
		changed.removeIf((name) -> this.kept.stream().anyMatch((kept) -> kept.equals(name) || kept.isAncestorOf(name)));
		if (standIn == null || (changed.isEmpty() && this.derived)) {
			return new Taken(Map.of(), null);
		}
		Map<ConfigurationPropertyName, Throwable> failures = new Transfer(this.given, handed, changed,
				() -> this.standIns.make(this.type))
			.transfer(this.type.prefix(), this.type.target(), this.bean, standIn);
		this.given = handed.except(this.given, failures.keySet());
		Throwable underived = derive();
		this.derived = underived == null;
		Map<String, Throwable> byName = new TreeMap<>();
		failures.forEach((name, failure) -> byName.put(name.toString(), failure));
		return new Taken(byName, underived);
	}

	/**
	 * Leave alone from now on what differs although it was bound to the same: somebody
	 * else sets it. Values are compared, by their fields; whatever else a bean may hold
	 * is not looked at.
	 * @param handed what a stand-in was given, which is what the bean has
	 * @return the names of the properties
	 */
	public synchronized Set<String> keepDifferences(Handed handed) {
		Object standIn = handed.standIn();
		Set<String> names = new TreeSet<>();
		if (standIn != null && standIn.getClass() == this.bean.getClass()) {
			for (JavaBeanProperty property : JavaBeanProperties.of(this.type.target(), standIn.getClass())) {
				if (property.isSettable() && isDifferent(property.readField(this.bean), property.readField(standIn))) {
					this.kept.add(property.boundName(this.type.prefix()));
					names.add(property.boundName(this.type.prefix()).toString());
				}
			}
		}
		return names;
	}

	private static boolean isDifferent(@Nullable Object own, @Nullable Object other) {
		return Handed.isPlain(own) && Handed.isPlain(other) && !Handed.isEqual(own, other);
	}

	private @Nullable Throwable derive() {
		return this.standIns.isInitialized(this.type) ? this.standIns.initialize(this.type, this.bean) : null;
	}

	/**
	 * What a bean could not take over.
	 *
	 * @param failures why, by the name of the property
	 * @param underived why nothing was derived from the new properties, {@code null} if
	 * it was
	 */
	public record Taken(Map<String, Throwable> failures, @Nullable Throwable underived) {
	}

}
