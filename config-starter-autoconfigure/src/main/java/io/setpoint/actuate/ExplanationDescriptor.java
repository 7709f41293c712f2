package io.setpoint.actuate;

import java.util.List;

import io.setpoint.actuate.SetpointDescriptor.PendingDescriptor;
import io.setpoint.actuate.SetpointDescriptor.TypeDescriptor;
import io.setpoint.document.EtcdOrigin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.origin.Origin;

/**
 * Why a type or a property has the value that it has. Never carries the value.
 *
 * @param name the name that was asked for
 * @param types the types in question: the type itself, or those that read the property
 * @param properties the property, or those that etcd gives to the type
 * @param pending newer changes that were refused, with the reason
 * @since 0.1.0
 */
public record ExplanationDescriptor(String name, List<TypeDescriptor> types, List<PropertyDescriptor> properties,
		List<PendingDescriptor> pending) implements OperationResponseBody {

	/**
	 * Where a property is set.
	 *
	 * @param name the name of the property
	 * @param sources everything that sets it: the first one wins
	 */
	public record PropertyDescriptor(String name, List<SourceDescriptor> sources) {

	}

	/**
	 * One place that sets a property.
	 *
	 * @param source the location, or the name of the property source
	 * @param key the etcd key, if it is in etcd
	 * @param revision the etcd revision that wrote the key, if it is in etcd
	 * @param line the line in the document, if the key is one
	 * @param column the column in the document, if the key is one
	 * @param origin where it is set, if it is not in etcd and this is known
	 */
	public record SourceDescriptor(String source, @Nullable String key, @Nullable Long revision, @Nullable Integer line,
			@Nullable Integer column, @Nullable String origin) {

		static SourceDescriptor of(String source, @Nullable Origin origin) {
			EtcdOrigin etcd = EtcdOrigin.find(origin);
			if (etcd != null) {
				return new SourceDescriptor(etcd.location(), etcd.key(), etcd.revision(), etcd.line(), etcd.column(),
						null);
			}
			return new SourceDescriptor(source, null, null, null, null, (origin != null) ? origin.toString() : null);
		}

	}

}
