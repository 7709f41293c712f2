package io.setpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.setpoint.store.Store;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A type becomes public on purpose: it is then listed in {@code approved-core-api.txt}.
 */
class ApprovedCoreApiTests {

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		TreeSet<String> types = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter()
			.importUrl(Store.class.getProtectionDomain().getCodeSource().getLocation())) {
			if (type.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(type)) {
				types.add(type.getName());
			}
		}
		String approved = new ClassPathResource("approved-core-api.txt").getContentAsString(StandardCharsets.UTF_8);
		assertThat(String.join("\n", types)).isEqualTo(approved.strip());
	}

	private boolean isReachable(JavaClass type) {
		return !type.isAnonymousClass() && type.getEnclosingClass()
			.map((enclosing) -> enclosing.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(enclosing))
			.orElse(true);
	}

}
