package io.setpoint.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.setpoint.binding.BoundTypes;
import io.setpoint.binding.Outcome;
import io.setpoint.binding.TypeBinder;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;

import org.springframework.boot.context.properties.bind.BindConstructorProvider;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MutablePropertySources;

/**
 * A document in the place of a version, and the binder that an application would bind it
 * with. What the machine has set has no part in it.
 */
final class DocumentBinding implements AutoCloseable {

	private static final String PREFIX = "/";

	private static final String KEY = "document";

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final LocationContent.Update update;

	private DocumentBinding(LocationContent.Update update) {
		this.update = update;
	}

	/**
	 * Begin to bind a document.
	 * @param document the document
	 * @param types the types that are bound from it
	 * @return the binding
	 */
	static DocumentBinding of(ConfigurationDocument document, Class<?>... types) {
		KeyValue entry = new KeyValue(PREFIX + KEY, document.text().getBytes(StandardCharsets.UTF_8), 0, 0);
		LocationContent empty = LocationContent.ofVersions(PREFIX, document.toString());
		DocumentBinding binding = new DocumentBinding(empty.with(List.of(new Change.Put(entry))));
		binding.start(document, empty, types);
		return binding;
	}

	private void start(ConfigurationDocument document, LocationContent empty, Class<?>... types) {
		MutablePropertySources sources = this.context.getEnvironment().getPropertySources();
		sources.stream().map((source) -> source.getName()).toList().forEach(sources::remove);
		TestPropertyValues.of(document.others()).applyTo(this.context.getEnvironment());
		sources.addFirst(new LocationPropertySource(document.toString(), empty));
		if (document.components().length > 0) {
			this.context.register(document.components());
		}
		for (Class<?> type : types) {
			this.context.registerBean(type, (definition) -> {
				definition.setLazyInit(true);
				definition.setAttribute(BindMethod.class.getName(), bindMethod(type));
			});
		}
		this.context.refresh();
	}

	private static BindMethod bindMethod(Class<?> type) {
		return (BindConstructorProvider.DEFAULT.getBindConstructor(type, false) != null) ? BindMethod.VALUE_OBJECT
				: BindMethod.JAVA_BEAN;
	}

	/**
	 * Return what is wrong with the document whoever binds it.
	 * @return the problems, a sentence each
	 */
	List<String> problems() {
		List<String> problems = new ArrayList<>();
		this.update.problems().forEach((problem) -> problems.add(problem.toString()));
		this.update.warnings().forEach((warning) -> problems.add(warning.toString()));
		return problems;
	}

	Set<ConfigurationPropertyName> names() {
		return this.update.content().names(PREFIX + KEY);
	}

	Outcome outcome(Class<?> type) {
		BoundTypes types = BoundTypes.of(this.context.getBeanFactory());
		return new TypeBinder(this.context).bindOnDemand(types.get(type), (source) -> this.update.content());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
