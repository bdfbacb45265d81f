import java.io.File;
import java.util.stream.Collectors;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;

/** HermiT over several files in one Java machine: a line for each, its path and what it finds, with tabs between. */
public class Reason {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            // a manager and a reasoner of its own: no file sees another
            OWLOntology ontology =
                OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
            Configuration configuration = new Configuration();
            // xsd:date is not in OWL 2's datatype map, and HermiT else refuses it
            configuration.ignoreUnsupportedDatatypes = file.endsWith(".data.nt");
            configuration.throwInconsistentOntologyException = false;
            Reasoner reasoner = new Reasoner(configuration, ontology);
            String found = "inconsistent";
            boolean consistent = reasoner.isConsistent();
            if (consistent && file.endsWith(".data.nt")) {
                found = ""; // data beside the ontology, whose classes another file has
            } else if (consistent) {
                // each class by itself, as their order, which nobody asks for, takes most of the time
                found = ontology.getClassesInSignature().stream()
                    .filter(kind -> !kind.isOWLNothing() && !reasoner.isSatisfiable(kind))
                    .map(kind -> kind.getIRI().toString()).sorted().collect(Collectors.joining("\t"));
            }
            System.out.println(file + "\t" + found);
            reasoner.dispose();
        }
    }
}
