import java.io.File;
import org.semanticweb.HermiT.ReasonerFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.reasoner.OWLReasoner;

/** Prints what leaves OWL 2 DL in a file, one line each, then whether HermiT finds it consistent and what it finds unsatisfiable. */
public class Profile {
    public static void main(String[] files) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(files[0]));
        System.out.println("axioms " + ontology.getAxiomCount());
        for (OWLProfileViolation violation : new OWL2DLProfile().checkOntology(ontology).getViolations()) {
            System.out.println("violation " + violation.toString().replace('\n', ' '));
        }
        OWLReasoner reasoner = new ReasonerFactory().createReasoner(ontology);
        System.out.println("consistent " + reasoner.isConsistent());
        System.out.println("unsatisfiable " + reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom().size());
    }
}
