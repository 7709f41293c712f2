package io.setpoint.schema;

import java.lang.annotation.Annotation;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A property that Boot's binder looks for.
 *
 * @param name its canonical name
 * @param member the name of the component, field or parameter that it stands for
 * @param type its type, with generics
 * @param annotations what is written where the binder looks for annotations
 */
record BoundProperty(String name, String member, ResolvableType type, Annotation[] annotations) {

	<A extends Annotation> @Nullable A annotation(Class<A> type) {
		return Arrays.stream(this.annotations).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof BoundProperty that && this.name.equals(that.name) && this.type.equals(that.type);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	@Override
	public String toString() {
		return this.name + " of " + this.type;
	}

}
