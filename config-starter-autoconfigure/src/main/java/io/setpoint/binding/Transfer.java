package io.setpoint.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * Hands over to a live bean what the binder has handed to a stand-in.
 *
 * <p>
 * What has a setter is set once, to an object that is complete. What has none is changed
 * in place, so that there is something at any time: new elements come before old ones go.
 * What is not set any more gets what the stand-in has there: what its definition, its
 * class or its own code gives it.
 */
final class Transfer {

	private final Handed given;

	private final Handed handed;

	private final Set<ConfigurationPropertyName> changed;

	private final Supplier<Object> unbound;

	private final Map<ConfigurationPropertyName, Throwable> failures = new LinkedHashMap<>();

	Transfer(Handed given, Handed handed, Set<ConfigurationPropertyName> changed, Supplier<Object> unbound) {
		this.given = given;
		this.handed = handed;
		this.changed = changed;
		this.unbound = unbound;
	}

	Map<ConfigurationPropertyName, Throwable> transfer(ConfigurationPropertyName parent, ResolvableType type,
			Object bean, Object standIn) {
		for (JavaBeanProperty property : JavaBeanProperties.of(type, standIn.getClass())) {
			ConfigurationPropertyName name = property.boundName(parent);
			if (isChanged(name)) {
				try {
					transfer(name, property, bean, standIn);
				}
				catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
					this.failures.put(name, ex);
				}
			}
		}
		return this.failures;
	}

	private boolean isChanged(ConfigurationPropertyName name) {
		return this.changed.stream().anyMatch((leaf) -> name.equals(leaf) || name.isAncestorOf(leaf));
	}

	private void transfer(ConfigurationPropertyName name, JavaBeanProperty property, Object bean, Object standIn)
			throws Exception {
		Object wanted = this.handed.value(name);
		if (!property.isSettable()) {
			transferContents(name, property, bean, standIn);
		}
		else if (wanted != null) {
			property.set(bean, wanted);
		}
		else {
			new Restoration(property, this.given.value(name), this.unbound).restore(bean, standIn);
		}
	}

	@SuppressWarnings("unchecked")
	private void transferContents(ConfigurationPropertyName name, JavaBeanProperty property, Object bean,
			Object standIn) throws Exception {
		Object current = property.get(bean);
		Object wanted = property.get(standIn);
		Object former = this.given.isBound() ? this.given.value(name) : current;
		if (current instanceof Map && wanted instanceof Map) {
			transfer((Map<Object, Object>) current,
					(former instanceof Map<?, ?> map) ? Set.copyOf(map.keySet()) : Set.of(),
					(Map<Object, Object>) wanted);
		}
		else if (current instanceof List && wanted instanceof List) {
			transfer((List<Object>) current, (List<Object>) wanted);
		}
		else if (current instanceof Collection && wanted instanceof Collection) {
			transfer((Collection<Object>) current,
					(former instanceof Collection<?> gone) ? gone : (Collection<?>) current,
					(Collection<Object>) wanted);
		}
		else if (current != null && wanted != null) {
			transfer(name, property.type(), current, wanted);
		}
		else {
			throw new IllegalStateException("There is nothing that could be changed");
		}
	}

	private static void transfer(Map<Object, Object> current, Collection<?> former, Map<Object, Object> wanted) {
		wanted.forEach((key, value) -> {
			if (!Handed.isEqual(current.get(key), value)) {
				current.put(key, value);
			}
		});
		former.stream().filter((key) -> !wanted.containsKey(key)).forEach(current::remove);
	}

	private static void transfer(List<Object> current, List<Object> wanted) {
		for (int i = 0; i < wanted.size(); i++) {
			if (i >= current.size()) {
				current.add(wanted.get(i));
			}
			else if (!Handed.isEqual(current.get(i), wanted.get(i))) {
				current.set(i, wanted.get(i));
			}
		}
		for (int i = current.size() - 1; i >= wanted.size(); i--) {
			current.remove(i);
		}
	}

	private static void transfer(Collection<Object> current, Collection<?> former, Collection<Object> wanted) {
		List<Object> gone = new ArrayList<>(former);
		gone.removeIf((element) -> Objects.isNull(element) || wanted.contains(element));
		wanted.stream().filter((element) -> !current.contains(element)).forEach(current::add);
		current.removeAll(gone);
	}

}
