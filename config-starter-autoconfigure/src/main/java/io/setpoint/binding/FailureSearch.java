package io.setpoint.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Looks for everything that cannot be bound. Boot's binder ends at the first failure, and
 * a list at its first bad element; here it goes on behind each of them. What it binds
 * then is thrown away.
 */
final class FailureSearch {

	/**
	 * Where so much is wrong nobody needs to know more.
	 */
	static final int MOST = 100;

	private final Binder binder;

	private final BindHandler tracking;

	private final Map<ConfigurationPropertyName, BindFailure> failures = new LinkedHashMap<>();

	private final Map<ConfigurationPropertyName, Bindable<?>> elements = new LinkedHashMap<>();

	private final Map<ConfigurationPropertyName, Object> values = new HashMap<>();

	private final Map<ConfigurationPropertyName, BindFailure> unbound = new LinkedHashMap<>();

	/**
	 * Create a search.
	 * @param binder the binder
	 * @param tracking notes what elements of lists are bound from
	 */
	FailureSearch(Binder binder, BindHandler tracking) {
		this.binder = binder;
		this.tracking = tracking;
	}

	/**
	 * Return a handler that notes failures instead of ending with the first.
	 * @param handler the handler whose failures are noted
	 * @return the handler
	 */
	BindHandler over(BindHandler handler) {
		return new Collector(handler);
	}

	/**
	 * Go on behind the bad elements of lists.
	 */
	void completeLists() {
		List<ConfigurationPropertyName> open = new ArrayList<>(this.failures.keySet());
		for (int i = 0; i < open.size(); i++) {
			lists(open.get(i)).forEach(this::completeList);
			this.failures.keySet().stream().filter((failed) -> !open.contains(failed)).forEach(open::add);
		}
	}

	/**
	 * Return the elements of lists that a name is part of.
	 * @param name the name
	 * @return the names of the elements
	 */
	private static List<ConfigurationPropertyName> lists(ConfigurationPropertyName name) {
		return IntStream.range(0, name.getNumberOfElements())
			.filter(name::isNumericIndex)
			.mapToObj((index) -> name.chop(index + 1))
			.toList();
	}

	private void completeList(ConfigurationPropertyName element) {
		Bindable<?> target = this.elements.get(element);
		ConfigurationPropertyName next = element;
		do {
			next = next.getParent().append("[" + (Integer.parseInt(next.getLastElement(Form.UNIFORM)) + 1) + "]");
		}
		while (target != null && !isFull() && !this.elements.containsKey(next) && isThere(next, target));
	}

	private boolean isThere(ConfigurationPropertyName element, Bindable<?> target) {
		int before = this.failures.size();
		return this.binder.bind(element, target, over(this.tracking)).isBound() || this.failures.size() > before;
	}

	/**
	 * Return the elements of a list that could be bound, each in its place.
	 * @param name the name of the list
	 * @return the elements, {@code null} in place of the others; {@code null} if it is no
	 * list
	 */
	private @Nullable List<@Nullable Object> list(ConfigurationPropertyName name) {
		List<@Nullable Object> list = new ArrayList<>();
		for (ConfigurationPropertyName element = name.append("[0]"); this.elements
			.containsKey(element); element = name.append("[" + list.size() + "]")) {
			list.add(this.values.get(element));
		}
		while (!list.isEmpty() && list.get(list.size() - 1) == null) {
			list.remove(list.size() - 1);
		}
		return list.isEmpty() ? null : list;
	}

	boolean isFull() {
		return this.failures.size() >= MOST;
	}

	/**
	 * Return what could not be bound, without what failed only because of it.
	 * @return the failures
	 */
	List<BindFailure> failures() {
		return this.failures.values()
			.stream()
			.filter((failure) -> this.failures.keySet().stream().noneMatch(failure.name()::isAncestorOf))
			.toList();
	}

	/**
	 * Return the properties that nothing asks for, without those that nothing asked for
	 * only because of a failure.
	 * @return the properties, by what failed because of them
	 */
	Map<BindFailure, List<ConfigurationProperty>> unbound() {
		Map<BindFailure, List<ConfigurationProperty>> unbound = new LinkedHashMap<>();
		this.unbound.values().forEach((failure) -> unbound.put(failure, unexplained(failure)));
		return unbound;
	}

	private List<ConfigurationProperty> unexplained(BindFailure failure) {
		UnboundConfigurationPropertiesException cause = (UnboundConfigurationPropertiesException) failure.cause();
		return cause.getUnboundProperties().stream().filter((property) -> !isExplained(property.getName())).toList();
	}

	/**
	 * Return whether a name is part of something that failed, or stands beside it in a
	 * list.
	 * @param name the name
	 * @return whether it is
	 */
	private boolean isExplained(ConfigurationPropertyName name) {
		return names().stream()
			.anyMatch((failed) -> failed.equals(name) || failed.isAncestorOf(name)
					|| lists(failed).stream().anyMatch((element) -> element.getParent().isAncestorOf(name)));
	}

	/**
	 * Return the names that could not be bound.
	 * @return the names
	 */
	Collection<ConfigurationPropertyName> names() {
		return failures().stream().map(BindFailure::name).toList();
	}

	/**
	 * Notes failures and the elements of lists.
	 */
	private final class Collector extends AbstractBindHandler {

		Collector(BindHandler parent) {
			super(parent);
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			if (name.isLastElementIndexed()) {
				FailureSearch.this.elements.put(name, target);
			}
			return super.onStart(name, target, context);
		}

		@Override
		public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			if (name.isLastElementIndexed()) {
				FailureSearch.this.values.put(name, result);
			}
			return super.onSuccess(name, target, context, result);
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) throws Exception {
			try {
				return super.onFailure(name, target, context, error);
			}
			catch (BindValidationException ex) {
				throw ex;
			}
			catch (UnboundConfigurationPropertiesException ex) {
				FailureSearch.this.unbound.putIfAbsent(name, failure(name, target, context, ex));
				return list(name);
			}
			catch (Exception ex) {
				if (isFull() && !FailureSearch.this.failures.containsKey(name)) {
					throw ex;
				}
				FailureSearch.this.failures.putIfAbsent(name, failure(name, target, context, ex));
				return null;
			}
		}

		private static BindFailure failure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception cause) {
			return new BindFailure(name, target, context.getConfigurationProperty(), cause);
		}

	}

}
