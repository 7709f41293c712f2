package io.setpoint.actuate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.setpoint.LiveOrigin;
import io.setpoint.acceptance.AcceptedState;
import io.setpoint.acceptance.Refusal;
import io.setpoint.actuate.ExplanationDescriptor.PropertyDescriptor;
import io.setpoint.actuate.ExplanationDescriptor.SourceDescriptor;
import io.setpoint.actuate.SetpointDescriptor.PendingDescriptor;
import io.setpoint.actuate.SetpointDescriptor.TypeDescriptor;
import io.setpoint.binding.BoundType;
import io.setpoint.document.EtcdOrigin;
import io.setpoint.document.LocationPropertySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Finds out why a type or a property has the value that it has.
 */
class Explanation {

	private final AcceptedState accepted;

	private final ConfigurableEnvironment environment;

	Explanation(AcceptedState accepted, ConfigurableEnvironment environment) {
		this.accepted = accepted;
		this.environment = environment;
	}

	@Nullable ExplanationDescriptor of(String name) {
		Map<BoundType, LiveOrigin> types = types((type) -> isCalled(type, name));
		return types.isEmpty() ? ofProperty(name) : ofTypes(name, types);
	}

	private static boolean isCalled(BoundType type, String name) {
		return name.equals(type.type().getName()) || name.equals(ClassUtils.getShortName(type.type()))
				|| name.equals(type.type().getSimpleName()) || name.equals(type.beanName())
				|| name.equals(type.prefix().toString());
	}

	private ExplanationDescriptor ofTypes(String name, Map<BoundType, LiveOrigin> types) {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		types.keySet().forEach((type) -> names.addAll(namesInEtcd(type.prefix())));
		return describe(name, types, names.stream().map(this::property).toList());
	}

	private Set<ConfigurationPropertyName> namesInEtcd(ConfigurationPropertyName prefix) {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		for (LocationPropertySource location : this.accepted.locations()) {
			location.content().source(prefix).forEach(names::add);
		}
		return names;
	}

	private @Nullable ExplanationDescriptor ofProperty(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.adapt(name, '.');
		if (propertyName.isEmpty()) {
			return null;
		}
		PropertyDescriptor property = property(propertyName);
		Map<BoundType, LiveOrigin> readers = types((type) -> type.prefix().isAncestorOf(propertyName));
		ExplanationDescriptor explanation = describe(name, readers, List.of(property));
		boolean unknown = property.sources().isEmpty() && explanation.pending().isEmpty();
		return unknown ? null : explanation;
	}

	private PropertyDescriptor property(ConfigurationPropertyName name) {
		List<SourceDescriptor> sources = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				sources.addAll(sources(source, property));
			}
		}
		return new PropertyDescriptor(name.toString(), sources);
	}

	/**
	 * Several keys of a location may give a property, be it in several spellings.
	 * @param source the location, or another source
	 * @param property the property as it gives it
	 * @return all places in it that set the property, the one that wins first
	 */
	private List<SourceDescriptor> sources(ConfigurationPropertySource source, ConfigurationProperty property) {
		EtcdOrigin etcd = EtcdOrigin.find(property.getOrigin());
		List<? extends @Nullable Origin> origins = (etcd != null) ? this.accepted.locations()
			.stream()
			.map(LocationPropertySource::content)
			.filter((content) -> content.displayName().equals(etcd.location()))
			.flatMap((content) -> content.origins(property.getName()).stream())
			.toList() : List.of();
		List<? extends @Nullable Origin> all = (etcd != null && origins.contains(etcd)) ? origins
				: Collections.singletonList(property.getOrigin());
		return all.stream().map((origin) -> SourceDescriptor.of(sourceName(source), origin)).toList();
	}

	private static String sourceName(ConfigurationPropertySource source) {
		return (source.getUnderlyingSource() instanceof PropertySource<?> underlying) ? underlying.getName()
				: String.valueOf(source.getUnderlyingSource());
	}

	private Map<BoundType, LiveOrigin> types(Predicate<BoundType> predicate) {
		Map<BoundType, LiveOrigin> types = new LinkedHashMap<>(this.accepted.origins());
		types.keySet().removeIf(predicate.negate());
		return types;
	}

	private ExplanationDescriptor describe(String name, Map<BoundType, LiveOrigin> types,
			List<PropertyDescriptor> properties) {
		List<PendingDescriptor> pending = this.accepted.refusals()
			.stream()
			.filter((refusal) -> isAbout(refusal, types.keySet(), properties))
			.map(PendingDescriptor::of)
			.toList();
		List<TypeDescriptor> descriptors = types.entrySet()
			.stream()
			.map((entry) -> TypeDescriptor.of(entry.getKey(), entry.getValue()))
			.toList();
		return new ExplanationDescriptor(name, descriptors, properties, pending);
	}

	private static boolean isAbout(Refusal refusal, Set<BoundType> types, List<PropertyDescriptor> properties) {
		return types.stream().anyMatch((type) -> refusal.types().contains(type.type().getName())) || properties.stream()
			.flatMap((property) -> property.sources().stream())
			.anyMatch((source) -> refusal.key().equals(source.key()));
	}

}
