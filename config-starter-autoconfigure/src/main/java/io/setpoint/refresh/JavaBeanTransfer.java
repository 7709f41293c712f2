package io.setpoint.refresh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Takes over into a live bean what differs between two bound instances of its class. What
 * the properties did not change is left alone: a dependency that was injected, or
 * something that was computed when the bean was initialized.
 *
 * <p>
 * What has a setter is set once, to an object that is complete. What has none is changed
 * in place, so that there is something at any time: new elements come before old ones go.
 */
final class JavaBeanTransfer {

	private final Map<String, Throwable> failures = new LinkedHashMap<>();

	private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * Take over values.
	 * @param prefix the prefix of the properties
	 * @param bean the live bean
	 * @param before what was bound before
	 * @param after what is bound now
	 * @return what could not be taken over, by the name of the property
	 */
	Map<String, Throwable> transfer(String prefix, Object bean, Object before, Object after) {
		if (this.visited.add(bean)) {
			for (JavaBeanProperty property : JavaBeanProperty.of(after.getClass())) {
				String name = prefix + "." + DataObjectPropertyName.toDashedForm(property.name());
				try {
					transfer(name, property, bean, before, after);
				}
				catch (Exception | LinkageError ex) {
					this.failures.put(name, ex);
				}
			}
		}
		return this.failures;
	}

	private void transfer(String name, JavaBeanProperty property, Object bean, Object before, Object after) {
		Object former = property.get(before);
		Object wanted = property.get(after);
		Object current = property.get(bean);
		if (!JavaBeanDifference.isDifferent(former, wanted) || !JavaBeanDifference.isDifferent(current, wanted)) {
			return;
		}
		if (property.isSettable()) {
			property.set(bean, wanted);
		}
		else if (current != null && former != null && wanted != null) {
			transferContents(name, current, former, wanted);
		}
	}

	@SuppressWarnings("unchecked")
	private void transferContents(String name, Object current, Object former, Object wanted) {
		if (current instanceof Map && former instanceof Map && wanted instanceof Map) {
			transfer((Map<Object, Object>) current, (Map<Object, Object>) former, (Map<Object, Object>) wanted);
		}
		else if (current instanceof List && wanted instanceof List) {
			transfer((List<Object>) current, (List<Object>) wanted);
		}
		else if (current instanceof Collection && former instanceof Collection && wanted instanceof Collection) {
			transfer((Collection<Object>) current, (Collection<Object>) former, (Collection<Object>) wanted);
		}
		else if (JavaBeanDifference.isNested(wanted.getClass()) && former.getClass() == wanted.getClass()
				&& wanted.getClass().isInstance(current)) {
			transfer(name, current, former, wanted);
		}
	}

	private static void transfer(Map<Object, Object> current, Map<Object, Object> former, Map<Object, Object> wanted) {
		wanted.forEach((key, value) -> {
			if (JavaBeanDifference.isDifferent(current.get(key), value)) {
				current.put(key, value);
			}
		});
		former.keySet().stream().filter((key) -> !wanted.containsKey(key)).forEach(current::remove);
	}

	private static void transfer(List<Object> current, List<Object> wanted) {
		for (int i = 0; i < wanted.size(); i++) {
			transfer(current, i, wanted.get(i));
		}
		for (int i = current.size() - 1; i >= wanted.size(); i--) {
			current.remove(i);
		}
	}

	private static void transfer(List<Object> current, int index, @Nullable Object wanted) {
		if (index >= current.size()) {
			current.add(wanted);
		}
		else if (JavaBeanDifference.isDifferent(current.get(index), wanted)) {
			current.set(index, wanted);
		}
	}

	private static void transfer(Collection<Object> current, Collection<Object> former, Collection<Object> wanted) {
		List<Object> gone = new ArrayList<>(former);
		gone.removeIf((element) -> Objects.isNull(element) || wanted.contains(element));
		wanted.stream().filter((element) -> !current.contains(element)).forEach(current::add);
		current.removeAll(gone);
	}

}
